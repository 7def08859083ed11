// What the page does by itself: the document's language, and marks that open their source.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function open(card) {
    const folded = card.closest("details");
    if (folded) folded.open = true;
    document.querySelectorAll(".card.open").forEach(other => other.classList.remove("open"));
    card.classList.add("open");
    card.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "nearest" });
    card.focus({ preventScroll: true });
  }

  document.addEventListener("click", event => {
    // the stop button goes away with what it stopped: the keyboard goes back to the question
    if (event.target.closest("#stop") && matchMedia("(pointer: fine)").matches) {
      setTimeout(() => document.querySelector("#question textarea")?.focus());
    }
    const mark = event.target.closest("a.cite");
    if (!mark) return;
    const card = document.getElementById(mark.hash.slice(1));
    if (!card) return;
    event.preventDefault();
    open(card);
  });

  // gradio 6.31 gives each radio button a name of its own, so arrow keys would not move between them
  function group() {
    const field = document.querySelector("#language");
    if (!field) return;
    const label = field.querySelector("[data-testid=block-info]")?.textContent.trim();
    if (label && field.getAttribute("aria-label") !== label) field.setAttribute("aria-label", label);
    field.querySelectorAll("input").forEach(input => {
      if (input.name !== "language") input.name = "language";
    });
  }

  function show(question) {
    question.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start" });
    // a choice that was pressed is gone: the keyboard goes on from the new question
    if (document.activeElement === document.body) question.focus({ preventScroll: true });
  }

  let asked = 0;
  function follow() {
    group();
    const brand = document.querySelector("#brand [data-language]");
    if (brand && document.documentElement.lang !== brand.dataset.language) {
      document.documentElement.lang = brand.dataset.language;
    }
    if (document.querySelector("#foot p")) document.documentElement.classList.add("ready");
    const questions = document.querySelectorAll(".exchange .question");
    // scrolling waits until the welcome is gone, or it would aim at where the question was
    if (questions.length > asked && document.querySelector(".welcome")) return;
    if (questions.length > asked) show(questions[questions.length - 1]);
    asked = questions.length;
  }
  new MutationObserver(follow).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-language"],
  });
})();
