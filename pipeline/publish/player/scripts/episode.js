"use strict";
/* An episode's page: its player, and the chapters and sentences that lead to their place and follow what is said. */
(() => {
  const root = document.querySelector("section.player");
  const transcript = document.querySelector(".transcript");
  const said = transcript.querySelector(".said");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chapters = [...document.querySelectorAll(".chapters [data-start]")].map((element) => ({
    element, start: Number(element.dataset.start), title: element.querySelector("bdi")?.textContent ?? "",
  }));
  let sentences = [];
  let touched = 0;
  let player = null;

  function current(entries, time) {
    let found = -1;
    for (let low = 0, high = entries.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      if (entries[middle].start <= time) { found = middle; low = middle + 1; } else high = middle - 1;
    }
    return entries[found];
  }

  function mark(entries, entry, value) {
    for (const other of entries) {
      if (other === entry) other.element.setAttribute("aria-current", value);
      else if (other.element.hasAttribute("aria-current")) other.element.removeAttribute("aria-current");
    }
  }

  function follow() {
    // Seeking lands a hair before the time that was asked for.
    const time = player.time() + 0.01;
    mark(chapters, current(chapters, time), "step");
    const sentence = current(sentences, time);
    const heard = sentence && time < sentence.stop ? sentence : null;
    if (heard && heard.element.hasAttribute("aria-current")) return;
    const before = sentences.find((one) => one.element.hasAttribute("aria-current"));
    mark(sentences, heard, "true");
    if (!heard) return;
    stop(heard.element);
    if (transcript.querySelector(".follow input").checked && Date.now() - touched > 4000) reveal(heard.element, before);
  }

  /* Only who reads along is taken along: in the transcript's own window, or on the page where the last sentence was seen. */
  function reveal(element, before) {
    const behavior = calm() ? "auto" : "smooth";
    const line = element.getBoundingClientRect();
    if (said.scrollHeight > said.clientHeight + 1) {
      const box = said.getBoundingClientRect();
      if (line.top > box.top && line.bottom < box.top + box.height * 0.7) return;
      said.scrollBy({ top: line.top - box.top - box.height * 0.3, behavior });
      return;
    }
    const last = before && before.element.getBoundingClientRect();
    if (!last || last.bottom < 0 || last.top > innerHeight) return;
    if (line.top > innerHeight * 0.1 && line.bottom < innerHeight * 0.65) return;
    scrollBy({ top: line.top - innerHeight * 0.35, behavior });
  }

  /* The one sentence at which the tabulator stops; arrows lead to the others. */
  function stop(element) {
    if (document.activeElement && said.contains(document.activeElement)) return;
    for (const other of said.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    element.tabIndex = 0;
  }

  function listenTo() {
    const found = [...said.querySelectorAll("[data-start]")];
    sentences = found.map((element) => {
      element.href = `#t=${element.dataset.start}`;
      element.tabIndex = -1;
      return { element, start: Number(element.dataset.start), stop: Number(element.dataset.stop) };
    });
    // A breath between two sentences does not put out the light.
    sentences.forEach((one, place) => {
      const after = sentences[place + 1];
      if (after && after.start - one.stop < 1) one.stop = Math.max(one.stop, after.start);
    });
    if (found[0]) found[0].tabIndex = 0;
    // Where the captions' file may not be read, as on a disk, the page's own words become captions.
    const own = found.map((one) => [Number(one.dataset.start), Number(one.dataset.stop), one.textContent]);
    if (player && root.dataset.captions === "true") player.captions(own);
  }

  function move(event) {
    const found = sentences.map((one) => one.element);
    const place = found.indexOf(event.target);
    const to = { ArrowDown: place + 1, ArrowRight: place + 1, ArrowUp: place - 1, ArrowLeft: place - 1, Home: 0, End: found.length - 1 }[event.key];
    if (place < 0 || !found[to]) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    found[to].tabIndex = 0;
    found[to].focus();
  }

  /* A long transcript comes after the page. */
  async function complete() {
    const [path, version] = transcript.dataset.words.split("?");
    const parts = document.createDocumentFragment();
    for (const [title, paragraphs] of await voicehall.load(path, version)) {
      if (title) parts.append(Object.assign(document.createElement("h3"), { textContent: title }));
      for (const paragraph of paragraphs) {
        const line = document.createElement("p");
        for (const [start, stop, text] of paragraph) {
          const words = text.trimEnd();
          const sentence = Object.assign(document.createElement("a"), { textContent: words });
          sentence.dataset.start = start / 1000;
          sentence.dataset.stop = stop / 1000;
          line.append(sentence, text.slice(words.length));
        }
        parts.append(line);
      }
    }
    said.replaceChildren(parts);
    transcript.querySelector(".rest").hidden = true;
    listenTo();
  }

  /* What asks comes after the page. */
  function quiz(questions) {
    const script = document.createElement("script");
    const [panel, choice] = [".ask", ".asking input"].map((name) => root.querySelector(name));
    script.src = questions.dataset.asking;
    script.onload = () => asking({ panel, media: player.media, choice, home: player.home }).take(questions);
    script.onerror = () => { choice.closest("label").hidden = true; };
    document.head.append(script);
  }

  function begin() {
    const address = () => (voicehall.askedFor("t") === null ? null : Number(voicehall.askedFor("t")) || 0);
    const next = document.querySelector("a[rel=next]");
    const item = JSON.parse(root.querySelector("script.p-item").textContent);
    item.chapters = chapters.length > 1 ? chapters : [];
    if (next) item.after = { title: next.querySelector("strong").textContent, href: `${next.getAttribute("href")}#play=1` };
    player = voicehall.player(root);
    player.on("timeupdate seeked moved show", follow);
    player.take(item, { at: address(), start: voicehall.askedFor("play") !== null });
    addEventListener("hashchange", () => address() !== null && player.seek(address()));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-start]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      touched = 0;
      player.seek(Number(link.dataset.start));
      player.play();
    });
  }

  if (root) begin();
  if (said) {
    transcript.classList.add("follows");
    for (const element of transcript.querySelectorAll(".follow, .hint")) element.hidden = !player;
    const busy = () => { touched = Date.now(); };
    for (const event of ["wheel", "touchmove"]) addEventListener(event, busy, { passive: true });
    said.addEventListener("keydown", busy);
    said.addEventListener("keydown", move);
    if (player) listenTo();
    if (transcript.dataset.words) complete().catch(() => {});
  }
  const questions = document.querySelector(".questions");
  if (player && questions && root.querySelector(".ask")) quiz(questions);
  const folded = document.querySelector("details.chapters");
  // Beside the transcript there is room for them.
  if (folded && matchMedia("(min-width: 64rem)").matches) folded.open = true;
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.address).then(() => {
      button.textContent = button.dataset.copied;
    }, () => {}));
  }
})();
