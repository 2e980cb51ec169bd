"use strict";
/* The whole series in one go: one player that takes up the next episode of the list where the last has ended. */
(() => {
  const root = document.querySelector(".listening");
  const start = document.querySelector("a.listen");
  if (!root || !start) return;
  const name = `listen:${root.dataset.series}`;
  const player = voicehall.player(root, { compact: true, chosen: false });
  const { mini, words } = player;
  const title = mini.querySelector(".p-title");
  let number = null;

  /* What the list shows, so that a search is a playlist too. */
  const queue = () => [...document.querySelectorAll(".list > li[data-sound]")].filter((item) => !item.hidden);
  const row = (wanted) => document.querySelector(`.list > li[data-number="${CSS.escape(wanted)}"]`);
  const text = (item, selector) => item.querySelector(selector)?.textContent.trim() ?? "";

  function take(wanted, at = 0) {
    const item = row(wanted);
    number = wanted;
    for (const other of document.querySelectorAll(".list > .sounding")) other.classList.remove("sounding");
    item.classList.add("sounding");
    const place = queue().indexOf(item);
    for (const [button, off] of [["p-before", place <= 0], ["p-following", place < 0 || place === queue().length - 1]]) {
      for (const one of [...player.frame.querySelectorAll(`.${button}`), ...mini.querySelectorAll(`.${button}`)]) {
        one.hidden = false;
        one.disabled = off && !(button === "p-following" && document.querySelector(".list[data-leaf]"));
      }
    }
    root.querySelector(".reading").href = `${number}/index.html#transcript`;
    root.querySelector(".going").href = `${number}/index.html`;
    const picture = item.querySelector("img");
    root.querySelector(".screen img")?.remove();
    if (picture) root.querySelector(".screen").prepend(Object.assign(new Image(), { src: picture.currentSrc || picture.src, alt: "" }));
    player.take({
      guid: "", title: text(item, "h3"), under: text(item, ".number"), album: root.dataset.title, artist: root.dataset.artist,
      picture: picture ? picture.src : "", length: Number(item.dataset.length) || 0, total: item.dataset.total, audio: item.dataset.sound,
    }, { at, start: true });
  }

  function step(by) {
    const rows = queue();
    const next = rows[rows.indexOf(row(number)) + by];
    if (next) { take(next.dataset.number); return true; }
    // A long list may go on where it has not been read yet.
    voicehall.list.more().then((more) => (more ? step(by) : player.say(words.last)), () => player.say(words.last));
    return false;
  }
  player.step = step;
  player.next = () => step(1);

  function fold(open) {
    root.hidden = !open;
    title.setAttribute("aria-expanded", String(open));
    if (open) player.frame.querySelector(".p-play").focus({ preventScroll: true });
  }

  async function fromAddress() {
    const wanted = voicehall.askedFor("listen");
    const last = voicehall.remembered(name);
    if (wanted === null) return;
    if (!row(wanted)) await voicehall.list.reach([wanted]).catch(() => {});
    const item = row(wanted);
    if (item && item.dataset.sound) take(wanted, last && last.number === wanted ? last.at : 0);
    else if (queue()[0]) take(queue()[0].dataset.number);
  }

  let kept = 0;
  player.on("timeupdate", () => {
    if (Date.now() - kept < 2000 || number === null) return;
    kept = Date.now();
    voicehall.remember(name, { number, at: player.time() });
  });
  player.on("refused", () => { mini.querySelector(".p-title span").textContent = words.press; });
  player.on("unfold", () => fold(root.hidden));
  player.on("closed", () => { fold(false); start.focus(); });
  title.setAttribute("aria-expanded", "false");
  for (const one of [player.frame, mini]) {
    for (const button of one.querySelectorAll(".p-before")) button.addEventListener("click", () => step(-1));
    for (const button of one.querySelectorAll(".p-following")) button.addEventListener("click", () => step(1));
  }
  root.querySelector(".fold").addEventListener("click", () => { fold(false); title.focus(); });
  root.addEventListener("keydown", (event) => { if (event.key === "Escape") { fold(false); title.focus(); } });

  const last = voicehall.remembered(name);
  if (last && last.at > 5) {
    (row(last.number) ? Promise.resolve() : voicehall.list.reach([last.number])).then(() => {
      if (!row(last.number)) return;
      start.textContent = `${start.dataset.on} ${text(row(last.number), ".number")} ${voicehall.clock(last.at)}`;
      start.href = `#listen=${last.number}`;
    }, () => {});
  }
  // A second press on the same link changes no address.
  start.addEventListener("click", (event) => { event.preventDefault(); history.replaceState(null, "", start.href); fromAddress(); });
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
