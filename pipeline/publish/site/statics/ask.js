"use strict";
/* Questions: where the time to think begins the player stops and asks; it tells what is right, and goes on.

   `panel` is where it asks, `choice` whether it may. `take` is told which list of questions it plays from now on. */
function asking({ panel, media, choice, home }) {
  const LETTERS = "ABCDEF";
  const part = (name) => panel.querySelector(`.${name}`);
  const [choices, told, verdict, show, on, go] = ["choices", "told", "verdict", "show", "on", "go"].map(part);
  let list = null;
  let questions = [];
  let open = null;
  let film = null;
  /* How far it was played without a leap. */
  let before = -1;

  const current = () => media.find((one) => !one.closest("[hidden]")) || media[0];
  const text = (element, selector) => element.querySelector(selector)?.textContent ?? "";
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function take(wanted) {
    close();
    before = current().currentTime - 0.1;
    list = wanted;
    questions = [...(wanted ? wanted.querySelectorAll("[data-think]") : [])].map((one) => ({
      think: Number(one.dataset.think),
      reveal: Number(one.dataset.reveal),
      right: Number(one.dataset.right || 0),
      text: text(one, ".text"),
      options: [...one.querySelectorAll(".options li")].map((option) => option.textContent),
      answer: text(one, "details .answer bdi"),
      explain: text(one, "details .explain"),
      chosen: 0,
    }));
    choice.closest("label").hidden = !questions.length;
    const hint = wanted && wanted.querySelector(".private");
    if (hint) hint.hidden = false;
  }

  /* Nobody is asked who cannot see it: in a pocket, behind another window, in a window of the film's own. */
  const seen = () => choice.checked && !document.hidden && !document.pictureInPictureElement;

  function watch(event) {
    const one = event.target;
    if (one.paused || one.seeking || one !== current()) return;
    const from = before;
    before = one.currentTime;
    // What a leap of which nobody told has passed is not asked.
    if (before - from > 3) return;
    const reached = questions.find((question) => from < question.think && question.think <= before);
    if (reached && !open && seen()) ask(reached, one);
  }

  function leapt(event) {
    const one = event.target;
    if (one !== current()) return;
    // Whoever comes to the very place is asked when it plays.
    before = one.currentTime - 0.1;
    if (open && Math.abs(one.currentTime - open.at) > 1) close();
  }

  function ask(question, one) {
    open = question;
    open.at = one.currentTime;
    one.pause();
    film = document.fullscreenElement;
    const number = questions.indexOf(question) + 1;
    part("count").textContent = fill(part("count").dataset.text, { number, count: questions.length });
    part("asked").textContent = question.text;
    choices.replaceChildren(...question.options.map(option));
    choices.hidden = !question.options.length;
    for (const name of ["verdict", "answer", "explain", "score"]) part(name).textContent = "";
    told.classList.remove("right", "wrong");
    show.hidden = question.options.length > 0;
    on.hidden = false;
    go.hidden = true;
    panel.hidden = false;
    reach();
    // A telephone's full screen is the film's own.
    if (one.webkitDisplayingFullscreen) one.webkitExitFullscreen();
    else if (film) document.exitFullscreen().then(reach, () => {});
  }

  function reach() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  function option(words, place) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    const letter = Object.assign(document.createElement("span"), { className: "letter", textContent: LETTERS[place] });
    const said = Object.assign(document.createElement("span"), { className: "words", dir: "auto", textContent: words });
    button.append(letter, said);
    button.addEventListener("click", () => answer(place + 1));
    return button;
  }

  /* Number of an option, or 0 for the answer of an open question. */
  function answer(chosen) {
    if (!open || !go.hidden) return;
    const { right, explain } = open;
    open.chosen = chosen;
    [...choices.children].forEach((button, place) => {
      button.setAttribute("aria-disabled", "true");
      const kind = place + 1 === right ? "right" : place + 1 === chosen ? "wrong" : "";
      if (!kind) return;
      const mark = document.createElement("span");
      mark.className = "mark";
      mark.textContent = `${kind === "right" ? "✓" : "✗"} ${choices.dataset[kind]}`;
      button.classList.add(kind);
      button.append(" ", mark);
    });
    const kind = !right ? "open" : chosen === right ? "right" : "wrong";
    told.classList.toggle(kind, kind !== "open");
    verdict.textContent = `${{ right: "✓ ", wrong: "✗ ", open: "" }[kind]}${verdict.dataset[kind]}`;
    part("answer").textContent = kind === "right" ? "" : (right ? `${LETTERS[right - 1]} ` : "") + open.answer;
    part("explain").textContent = explain;
    part("score").textContent = score();
    show.hidden = on.hidden = true;
    go.hidden = false;
    go.focus({ preventScroll: true });
    go.scrollIntoView({ block: "nearest" });
  }

  /* Once all that have a right option are answered; also below the list. */
  function score() {
    const counted = questions.filter((one) => one.right);
    const line = list.querySelector(".score");
    if (!line || !counted.length || !counted.every((one) => one.chosen)) return "";
    const right = counted.filter((one) => one.chosen === one.right).length;
    line.textContent = fill(line.dataset.text, { right, count: counted.length });
    return line.textContent;
  }

  function close() {
    const within = panel.contains(document.activeElement);
    panel.hidden = true;
    open = null;
    if (within) (home ? home() : current()).focus({ preventScroll: true });
  }

  /* From the answer on where it is known already; else on through the time to think. */
  function goOn() {
    const one = current();
    const question = open;
    if (!go.hidden && one.currentTime < question.reveal) one.currentTime = question.reveal;
    close();
    if (film && film.requestFullscreen) film.requestFullscreen().catch(() => {});
    film = null;
    one.play().catch(() => {});
  }

  function press(event) {
    if (!open || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...choices.children];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    // What a Chinese keyboard takes for itself still says which key it was.
    const sign = event.key === "Process" ? event.code.slice(-1) : event.key.normalize("NFKC").toUpperCase();
    const place = sign.length === 1 ? LETTERS.indexOf(sign) >= 0 ? LETTERS.indexOf(sign) : Number(sign) - 1 : -1;
    if (event.key === "Escape") goOn();
    else if (event.key === "Enter" && event.target === panel && !show.hidden) answer(0);
    else if (go.hidden && buttons[place]) answer(place + 1);
    else if (go.hidden && step && buttons.length) {
      const from = buttons.indexOf(document.activeElement);
      buttons[from < 0 ? (step > 0 ? 0 : buttons.length - 1) : (from + step + buttons.length) % buttons.length].focus();
    } else return;
    event.preventDefault();
  }

  for (const one of media) {
    one.addEventListener("timeupdate", watch);
    for (const event of ["seeking", "seeked"]) one.addEventListener(event, leapt);
    // Who presses the player's own button goes on.
    one.addEventListener("play", () => { if (open) close(); });
    one.addEventListener("emptied", () => { before = -1; });
  }
  panel.addEventListener("keydown", press);
  show.addEventListener("click", () => answer(0));
  on.addEventListener("click", goOn);
  go.addEventListener("click", goOn);
  try { choice.checked = localStorage.getItem("voicehall:ask") !== "false"; } catch { /* It asks. */ }
  choice.addEventListener("change", () => {
    try { localStorage.setItem("voicehall:ask", String(choice.checked)); } catch { /* For this page alone. */ }
  });
  return { take };
}
