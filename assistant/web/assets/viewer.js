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
    pane.querySelectorAll("mark").forEach((mark, i) => { if (!i || mark.closest(".side + .side")) centre(mark); });
  };

  // the quote in the middle of its own text, not of the window
  function centre(mark) {
    const text = mark.closest(".text");
    if (text) text.scrollTop = mark.offsetTop - text.clientHeight / 3;
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
