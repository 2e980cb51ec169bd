"use strict";
/* A bundle's page: one player for all its programmes, from a stick, without a network. */
(() => {
  const root = document.querySelector("section.player");
  const { parts } = JSON.parse(document.querySelector("script.p-items").textContent);
  const rows = [...document.querySelectorAll("#list > li")];
  const at = (id) => document.getElementById(id);
  const remembered = `bundle:${location.pathname}`;
  const player = voicehall.player(root);
  const further = root.querySelector(".p-further input");
  const panel = root.querySelector(".ask");
  const quiz = panel && window.asking?.({ panel, media: player.media, choice: root.querySelector(".asking input"), home: player.home });
  const chapters = root.querySelector(".chapters");
  let now = -1;

  function show(place, start) {
    const part = parts[place];
    const row = rows[place];
    if (place === now) { if (start) player.toggle(); return; }
    now = place;
    root.querySelector(".screen img")?.remove();
    if (part.picture) root.querySelector('[data-kind="audio"]').prepend(Object.assign(new Image(), { src: part.picture, alt: "" }));
    const film = player.media.find((one) => one.tagName === "VIDEO");
    if (film) { if (part.picture) film.poster = part.picture; else film.removeAttribute("poster"); }
    player.take(part, { start });
    if (quiz) quiz.take(row.querySelector(".quiz"));
    const both = root.querySelector(".switch");
    if (both) both.hidden = !(part.video && part.audio);
    at("title").textContent = `${place + 1}. ${part.title}`;
    list(part.chapters);
    for (const [name, off] of [["p-before", place === 0], ["p-following", place === parts.length - 1]]) {
      for (const one of document.querySelectorAll(`.${name}`)) { one.hidden = parts.length < 2; one.disabled = off; }
    }
    rows.forEach((one, index) => (index === place ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current")));
    voicehall.remember(remembered, place);
  }

  function list(wanted) {
    chapters.hidden = wanted.length < 2;
    chapters.querySelector("ol").replaceChildren(...wanted.map(({ start, title }) => {
      const line = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button" });
      const name = Object.assign(document.createElement("bdi"), { textContent: title });
      button.append(Object.assign(document.createElement("span"), { className: "at", textContent: voicehall.clock(start) }), " ", name);
      button.addEventListener("click", () => { player.seek(start); player.play(); });
      line.append(button);
      return line;
    }));
  }

  player.step = (by) => { if (parts[now + by]) show(now + by, true); };
  player.next = () => { if (!further.checked || !parts[now + 1]) return false; show(now + 1, true); return true; };
  for (const one of document.querySelectorAll(".p-before")) one.addEventListener("click", () => player.step(-1));
  for (const one of document.querySelectorAll(".p-following")) one.addEventListener("click", () => player.step(1));
  rows.forEach((row, index) => row.querySelector(".play").addEventListener("click", (event) => {
    event.preventDefault();
    show(index, true);
    const box = player.frame.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) root.scrollIntoView({ block: "start" });
  }));
  further.checked = voicehall.remembered("further") !== false;
  further.addEventListener("change", () => voicehall.remember("further", further.checked));
  const last = Number(voicehall.remembered(remembered)) || 0;
  show(last < parts.length ? last : 0, false);
})();
