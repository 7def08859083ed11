// What the page does by itself: the document's language, marks that open their source, and presses
// that the server is told of.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 900px)");
  const phrases = () => document.querySelector("#phrases .phrases")?.dataset ?? {};
  const injae = { phrases, say, press };
  window.injae = injae;

  // the live region of gradio is written by the server; this one by the page
  function say(text) {
    let region = document.getElementById("heard");
    if (!region) {
      region = document.createElement("div");
      region.id = "heard";
      region.className = "sr-only";
      region.setAttribute("role", "status");
      document.querySelector(".gradio-container")?.append(region);
    }
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  }

  // the part of the page that the element stands in tells the server
  function press(element, detail) {
    element.dispatchEvent(new CustomEvent("injae", { bubbles: true, detail }));
  }

  function open(card) {
    const folded = card.closest("details");
    if (folded) folded.open = true;
    document.querySelectorAll(".card.open").forEach(other => other.classList.remove("open"));
    card.classList.add("open");
    card.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "nearest" });
    card.focus({ preventScroll: true });
  }

  async function copy(button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      // a page that is not served over https or localhost has no clipboard
      const field = Object.assign(document.createElement("textarea"), { value: button.dataset.copy });
      document.body.append(field);
      field.select();
      done = document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const told = done ? phrases().copied : phrases().notCopied;
    const words = button.dataset.words ?? button.textContent;
    button.dataset.words = words;
    button.textContent = told;
    say(told);
    setTimeout(() => { button.textContent = words; }, 2000);
  }

  function download() {
    const answers = [...document.querySelectorAll(".exchange[data-markdown]")];
    const { title, made, file } = phrases();
    const parts = [`# ${title}`, made, ...answers.map(answer => answer.dataset.markdown)];
    const url = URL.createObjectURL(new Blob([parts.join("\n\n") + "\n"], { type: "text/markdown" }));
    const day = new Date().toISOString().slice(0, 10);
    Object.assign(document.createElement("a"), { href: url, download: `${file}-${day}.md` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  function edit(exchange, on) {
    const form = exchange.querySelector(".editor");
    form.hidden = !on;
    exchange.querySelector(".question").hidden = on;
    if (on) {
      const field = form.querySelector("textarea");
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    } else {
      exchange.querySelector("[data-edit]")?.focus();
    }
  }

  const place = element => Number(element.closest(".exchange").dataset.place);

  document.addEventListener("click", event => {
    const target = event.target.closest("button, a.cite, #stop");
    if (!target) return;
    // the stop button goes away with what it stopped: the keyboard goes back to the question
    if (target.closest("#stop") && matchMedia("(pointer: fine)").matches) {
      setTimeout(() => document.querySelector("#question textarea")?.focus());
    }
    if (target.dataset.ask) press(target, { question: target.dataset.ask });
    if (target.dataset.retry) press(target, { question: target.dataset.retry, at: place(target) });
    if ("edit" in target.dataset) edit(target.closest(".exchange"), true);
    if ("cancel" in target.dataset) edit(target.closest(".exchange"), false);
    if (target.dataset.copy) copy(target);
    if (target.id === "export") download();
    if (!target.matches("a.cite")) return;
    const card = document.getElementById(target.hash.slice(1));
    if (!card) return;
    event.preventDefault();
    // on a phone the cards are far below: the source comes to the reader instead
    const view = card.querySelector("[data-view]");
    if (narrow.matches && view) injae.view(view.dataset.view, target);
    else open(card);
  });

  document.addEventListener("submit", event => {
    if (!event.target.matches(".editor")) return;
    event.preventDefault();
    const question = event.target.querySelector("textarea").value;
    press(event.target, { question, at: place(event.target) });
  });

  document.addEventListener("keydown", event => {
    const form = event.target.closest?.(".editor");
    if (!form) return;
    if (event.key === "Escape") edit(form.closest(".exchange"), false);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // gradio 6.31 gives each radio button a name of its own, so arrow keys would not move between them
  function group(id) {
    const field = document.getElementById(id);
    if (!field) return;
    const label = field.querySelector("[data-testid=block-info]")?.textContent.trim();
    if (label && field.getAttribute("aria-label") !== label) field.setAttribute("aria-label", label);
    field.querySelectorAll("input").forEach(input => {
      if (input.name !== id) input.name = id;
    });
  }

  function show(question) {
    question.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    // a choice that was pressed is gone: the keyboard goes on from the new question
    if (document.activeElement === document.body) question.focus({ preventScroll: true });
  }

  // once for each answer and language, and not while another one is being made
  let offered = "";
  function offer() {
    const answer = document.querySelector("#current .exchange")?.dataset.saved;
    if (!answer || document.querySelector("#stop") || document.querySelector("#next .follow-ups")) return;
    const now = `${document.documentElement.lang} ${document.querySelectorAll(".exchange").length} ${answer}`;
    if (now === offered) return;
    offered = now;
    setTimeout(() => document.querySelector("#sources .sources")
      ?.dispatchEvent(new CustomEvent("injae-follow", { bubbles: true })), 150);
  }

  let asked = 0;
  function follow() {
    group("language");
    group("mode");
    const brand = document.querySelector("#brand [data-language]");
    if (brand && document.documentElement.lang !== brand.dataset.language) {
      document.documentElement.lang = brand.dataset.language;
    }
    const tabs = document.querySelector("#parts [role=tablist]");
    const name = phrases().parts;
    if (tabs && name && tabs.getAttribute("aria-label") !== name) tabs.setAttribute("aria-label", name);
    if (document.querySelector("#foot p")) document.documentElement.classList.add("ready");
    injae.keep?.();
    offer();
    const questions = document.querySelectorAll(".exchange .question");
    // scrolling waits until the welcome is gone, or it would aim at where the question was
    if (questions.length > asked && document.querySelector(".welcome")) return;
    if (questions.length > asked) show(questions[questions.length - 1]);
    asked = questions.length;
  }
  new MutationObserver(follow).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-language", "data-saved"],
  });
})();
