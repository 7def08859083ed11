// Conversations kept in this browser, and nowhere else.
(() => {
  const STORE = "injae.conversations", OFF = "injae.keep-nothing", OPEN = "injae.open";
  const MOST = 30;
  const { say, press } = window.injae;
  let last = "";
  // a conversation that is being left still stands on the page for a moment
  let leaving = false;

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]");
      return Array.isArray(kept) ? kept.filter(one => one?.id && Array.isArray(one.answers)) : [];
    } catch {
      return [];
    }
  }

  function write(kept) {
    for (let most = MOST; most > 0; most = Math.floor(most / 2)) {
      try {
        localStorage.setItem(STORE, JSON.stringify(kept.slice(0, most)));
        return;
      } catch { /* the browser's room is full: the oldest go */ }
    }
  }

  const off = () => localStorage.getItem(OFF) === "1";

  // called whenever the page changes: the conversation as it stands, and the list of earlier ones
  window.injae.keep = () => {
    try {
      save();
      list();
      resume();
    } catch { /* a browser that stores nothing: the page works without */ }
  };

  function save() {
    const exchanges = [...document.querySelectorAll(".exchange")];
    if (!exchanges.length) leaving = false;
    const answers = exchanges.filter(one => one.dataset.saved).map(one => one.dataset.saved);
    if (off() || leaving || !answers.length || exchanges.at(-1).dataset.saved === undefined) return;
    const now = answers.join("\n");
    if (now === last) return;
    last = now;
    let id = sessionStorage.getItem(OPEN);
    if (!id) sessionStorage.setItem(OPEN, id = `${Date.now()}-${Math.random().toString(36).slice(2)}`);
    const parsed = answers.map(answer => JSON.parse(answer));
    const kept = read().filter(one => one.id !== id);
    write([{ id, title: parsed[0].question, answers: parsed }, ...kept]);
  }

  function list() {
    const part = document.querySelector(".kept");
    if (!part) return;
    const kept = read();
    const shown = `${kept.length} ${off()} ${kept[0]?.id}`;
    if (part.dataset.shown === shown) return;
    part.dataset.shown = shown;
    part.classList.toggle("empty", !kept.length);
    part.querySelector(".keep").checked = !off();
    part.querySelector(".forget").hidden = !kept.length;
    part.querySelector("ul").replaceChildren(...kept.map(one => row(one, part.dataset)));
  }

  function row(one, words) {
    const item = document.createElement("li");
    const open = Object.assign(document.createElement("button"), { type: "button", className: "choice" });
    const count = one.answers.length;
    const small = document.createElement("small");
    small.textContent = (count === 1 ? words.one : words.other).replace("{count}", count);
    const title = document.createElement("span");
    title.textContent = one.title;
    title.lang = one.answers[0]?.language ?? "";
    open.append(title, small);
    open.addEventListener("click", () => take(one, open));
    const forget = Object.assign(document.createElement("button"), {
      type: "button", className: "quiet one", textContent: "×",
    });
    forget.setAttribute("aria-label", words.forget.replace("{title}", one.title));
    forget.addEventListener("click", () => {
      write(read().filter(other => other.id !== one.id));
      list();
      document.querySelector(".kept .choice, .kept .keep")?.focus();
    });
    item.append(open, forget);
    return item;
  }

  function take(one, from) {
    sessionStorage.setItem(OPEN, one.id);
    last = "";
    press(from, { saved: one.answers });
  }

  // a page that is loaded again goes on where it was
  let resumed = false;
  function resume() {
    const welcome = document.querySelector(".welcome");
    if (resumed || !welcome || !document.documentElement.classList.contains("ready")) return;
    resumed = true;
    const id = sessionStorage.getItem(OPEN);
    const one = !off() && id && read().find(one => one.id === id);
    if (one) take(one, welcome);
    else sessionStorage.removeItem(OPEN);
  }

  document.addEventListener("click", event => {
    if (event.target.closest("#fresh")) {
      sessionStorage.removeItem(OPEN);
      last = "";
      leaving = true;
    }
    if (!event.target.closest(".forget")) return;
    forgetAll();
  });
  document.addEventListener("change", event => {
    if (!event.target.matches(".keep")) return;
    if (event.target.checked) localStorage.removeItem(OFF);
    else {
      localStorage.setItem(OFF, "1");
      forgetAll();
    }
  });

  function forgetAll() {
    localStorage.removeItem(STORE);
    sessionStorage.removeItem(OPEN);
    list();
    const part = document.querySelector(".kept");
    if (part) say(part.dataset.forgotten);
    document.querySelector(".kept .keep")?.focus();
  }
})();
