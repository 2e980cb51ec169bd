"use strict";
/* The player: what stands on a page for everybody, a film and a sound with the browser's own controls, gets ours.

   `voicehall.player(root)` takes the section with the media and the `<template>` of the controls. Parts, one a file, give
   it what it can do; each is told of the player once. `take(item)` says what is played:
   `{ guid, title, artist, album, picture, length, total, chapters: [{ start, title }], video, audio, ratio, after }`. */
voicehall.parts = [];
voicehall.player = (root, { item = null, compact = false, chosen = true } = {}) => {
  const HEARD = [
    "play", "playing", "pause", "ended", "timeupdate", "seeking", "seeked", "waiting", "canplay", "progress",
    "durationchange", "loadedmetadata", "volumechange", "ratechange", "error", "emptied", "stalled",
  ];
  const template = root.querySelector("template.p-parts");
  const words = JSON.parse(template.dataset.words);
  const screens = [...root.querySelectorAll(".screen")];
  const media = screens.map((screen) => screen.querySelector("video, audio"));
  const bus = new EventTarget();
  const made = template.content.cloneNode(true);
  const frame = made.querySelector(".p-frame");
  const part = (name) => frame.querySelector(`.${name}`);
  let place = null;
  let told = 0;

  const player = {
    root, frame, words, media, compact, chosen, part,
    mini: made.querySelector(".p-mini"), dialog: made.querySelector(".p-dialog"), current: media[0], item: null, begun: false,
    take, show, play, pause, toggle, seek, skip, say, keep, fill, length, time, sources,
    on: (names, act) => names.split(" ").forEach((name) => bus.addEventListener(name, act)),
    tell: (name) => bus.dispatchEvent(new Event(name)),
    kind: () => (player.current.tagName === "VIDEO" ? "video" : "audio"),
  };

  /* What nobody needs before somebody touches the page comes then: nothing waits for it on a slow line. */
  function later() {
    const { later: src, laterStyle: href } = root.dataset;
    if (!src) return;
    delete root.dataset.later;
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    // Without a style it is still of use.
    style.onload = style.onerror = () => document.head.append(Object.assign(document.createElement("script"), { src }));
    document.head.append(style);
  }

  function fill(pattern, values) { return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]); }

  /* In seconds; what the record says counts until the file is known. */
  function length() {
    const own = player.current.duration;
    return Number.isFinite(own) && own > 0 ? own : (player.item && player.item.length) || 0;
  }
  function time() { return place === null ? player.current.currentTime : place; }

  /* A browser refuses while nobody has touched the page; the large button still works. */
  function play() {
    player.current.play().catch((error) => { if (error.name === "NotAllowedError") player.tell("refused"); });
  }
  function pause() { player.current.pause(); }
  function toggle() {
    if (!player.current.paused) return pause();
    if (player.current.ended) seek(0);
    play();
  }

  function seek(seconds) {
    const to = Math.min(Math.max(0, seconds), length() || Infinity);
    // Where one caption ends and the next begins, Chromium goes on to show both.
    const exact = to ? to + 0.002 : 0;
    place = player.current.readyState ? null : exact;
    player.current.currentTime = exact;
    player.tell("moved");
  }
  function skip(seconds) { seek(Math.min(time() + seconds, length() - 0.1)); }

  /* A short word about what was done, seen for a moment and read out. */
  function say(text) {
    const line = part("p-say");
    line.textContent = text;
    clearTimeout(told);
    told = setTimeout(() => { line.textContent = ""; }, 4000);
  }

  /* The very end is no place to come back to. */
  function keep() {
    const one = player.current;
    if (!player.item || !player.item.guid || (!one.readyState && place === null)) return;
    const left = length() - time();
    voicehall.remember(`at:${player.item.guid}`, left > 3 ? time() : 0);
  }

  function sources() { return { video: player.item.video, audio: player.item.audio }; }

  function put(one, source) {
    if (source && one.getAttribute("src") !== source) one.src = source;
    else if (!source && one.hasAttribute("src")) { one.removeAttribute("src"); one.load(); }
  }

  /* Film or sound, at the same place. */
  function show(kind) {
    const before = player.current;
    const index = media.findIndex((one) => one.tagName.toLowerCase() === kind);
    if (index < 0) return;
    screens.forEach((screen, number) => { screen.hidden = number !== index; });
    frame.dataset.kind = kind;
    player.current = media[index];
    if (before !== player.current) {
      const goesOn = !before.paused;
      const at = place === null ? before.currentTime : place;
      before.pause();
      player.current.volume = before.volume;
      player.current.muted = before.muted;
      seek(at);
      if (goesOn) play();
    }
    player.tell("show");
  }

  function take(next, { at = null, start = false } = {}) {
    const known = voicehall.remembered(`at:${next.guid}`);
    if (player.item && player.item !== next) { keep(); pause(); }
    player.item = next;
    place = null;
    for (const one of media) put(one, next[one.tagName.toLowerCase()]);
    const wanted = chosen && voicehall.remembered("kind") === "audio" ? ["audio", "video"] : ["video", "audio"];
    player.tell("item");
    show(wanted.find((kind) => next[kind] && media.some((one) => one.tagName.toLowerCase() === kind)));
    if (at !== null) seek(at);
    else if (known > 5 && known < (next.length || Infinity) - 3) { seek(known); player.tell("resumed"); }
    else if (player.current.currentTime) seek(0);
    if (start) play();
  }

  for (const one of media) {
    one.controls = false;
    // Focus may be brought here, as after a question; the tabulator goes past.
    one.tabIndex = -1;
    const within = one.querySelector("source");
    // Only what the element itself has tells it of its failures.
    if (within) { one.src = within.src; within.remove(); }
    for (const name of HEARD) one.addEventListener(name, () => one === player.current && bus.dispatchEvent(new Event(name)));
    one.addEventListener("play", () => { for (const other of media) if (other !== one) other.pause(); });
  }
  player.on("loadedmetadata", () => {
    if (place === null) return;
    const wanted = place;
    place = null;
    if (Math.abs(player.current.currentTime - wanted) > 0.5) player.current.currentTime = wanted;
  });
  let kept = 0;
  player.on("timeupdate", () => { if (Date.now() - kept > 2000) { kept = Date.now(); keep(); } });
  player.on("pause seeked ended", keep);
  addEventListener("pagehide", () => time() > 0 && keep());

  // The small player has the same keys.
  if (player.mini) {
    const copies = (...names) => names.map((name) => part(name).cloneNode(true));
    player.mini.querySelector(".p-clock").before(...copies("p-bar"));
    player.mini.querySelector(".p-close").before(...copies("p-back", "p-play", "p-on", "p-following"));
  }
  const stage = part("p-stage");
  screens.reverse().forEach((screen) => stage.prepend(screen));
  screens.reverse();
  stage.addEventListener("click", (event) => { if (event.target === stage || event.target.closest(".screen, .p-plate")) toggle(); });
  root.prepend(frame);
  if (player.mini) document.body.append(player.mini);
  if (player.dialog) document.body.append(player.dialog);
  player.on("play refused", () => { player.begun = true; later(); });
  for (const event of ["pointerover", "focusin", "keydown", "change"]) document.addEventListener(event, later, { once: true, capture: true });
  for (const act of voicehall.parts) act(player);
  voicehall.parts.push = (act) => act(player);
  root.classList.add("ready");
  if (item) take(item, item.begin || {});
  return player;
};
