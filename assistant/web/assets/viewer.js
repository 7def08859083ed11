// A citation in its whole document, in a dialog that gives the keyboard back to where it came from.
(() => {
  const { phrases } = window.injae;
  let dialog, opener;

  function make() {
    dialog = document.createElement("dialog");
    dialog.id = "viewer";
    dialog.innerHTML = '<button type="button" class="quiet close"></button><div class="pane" tabindex="-1"></div>';
    // inside gradio's container, so that the page's own styles reach it
    document.querySelector(".gradio-container").append(dialog);
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => opener?.isConnected && opener.focus());
  }

  window.injae.view = async (address, from) => {
    if (!dialog?.isConnected) make();
    opener = from;
    const pane = dialog.querySelector(".pane");
    dialog.querySelector(".close").textContent = phrases().close;
    dialog.setAttribute("aria-label", phrases().view);
    pane.innerHTML = '<p class="thinking" role="status"></p>';
    pane.firstChild.textContent = phrases().loading;
    dialog.showModal();
    pane.focus();
    let html = "";
    try {
      const reply = await fetch(address);
      if (reply.ok) html = await reply.text();
    } catch { /* told below */ }
    if (opener !== from || !dialog.open) return;
    if (html) pane.innerHTML = html;
    else pane.firstChild.textContent = phrases().failed;
    pane.querySelectorAll(".paper img").forEach(picture => picture.decode().then(() => toMark(picture)));
    pane.querySelectorAll("mark").forEach((mark, i) => { if (!i || mark.closest(".side + .side")) centre(mark); });
  };

  // the quote in the middle of its own text, not of the window
  function centre(mark) {
    const text = mark.closest(".text");
    if (text) text.scrollTop = mark.offsetTop - text.clientHeight / 3;
  }

  // the marked words of a page that is a picture: the first pixel in the colour of the mark
  function toMark(picture) {
    const { naturalWidth: width, naturalHeight: height, parentElement: paper } = picture;
    const pen = new OffscreenCanvas(width, height).getContext("2d");
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] !== 255 || data[i + 1] !== 226 || data[i + 2] !== 122) continue;
      paper.scrollTop = Math.floor(i / 4 / width) / height * picture.clientHeight - paper.clientHeight / 3;
      return;
    }
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("button[data-view]");
    if (button) window.injae.view(button.dataset.view, button);
  });
  document.addEventListener("toggle", event => {
    const mark = event.target.open && event.target.closest?.("#viewer") && event.target.querySelector("mark");
    if (mark) centre(mark);
  }, true);
})();
