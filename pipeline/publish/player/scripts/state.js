"use strict";
/* What is going on: loading, continued, ended, failed. */
voicehall.parts.push((player) => {
  const { part, words, root } = player;
  const [wait, failed, after] = ["p-wait", "p-error", "p-after"].map(part);

  /* Loading: said only once it takes a while. */
  let slow = 0;
  const ready = () => { clearTimeout(slow); wait.hidden = true; };
  player.on("waiting seeking", () => {
    clearTimeout(slow);
    slow = setTimeout(() => { if (!player.current.paused && player.current.readyState < 3) { wait.hidden = false; player.say(words.waiting); } }, 600);
  });
  player.on("playing canplay pause emptied error seeked", ready);

  /* Failures, with what can be done. */
  function type() { return player.kind() === "video" ? player.item.videoType || "video/mp4" : player.item.audioType || "audio/mpeg"; }
  function fail() {
    const { error } = player.current;
    if (!error || error.code === 1) return;
    const offline = navigator.onLine === false;
    const unknown = !player.current.canPlayType(type());
    const kind = offline || error.code === 2 ? "network" : unknown ? "format" : error.code === 3 ? "damaged" : "missing";
    const other = player.kind() === "video" && player.item.audio;
    failed.querySelector("p").textContent = player.fill(words[kind], { type: type() });
    failed.querySelector(".p-other").hidden = !other;
    const load = failed.querySelector(".p-load");
    load.hidden = kind === "missing" || kind === "network";
    load.href = player.current.currentSrc || player.current.src;
    failed.hidden = false;
    ready();
  }
  let at = 0;
  player.on("timeupdate seeked", () => { if (!player.current.error) at = player.current.currentTime; });
  function again() {
    failed.hidden = true;
    const place = player.time() || at;
    player.current.load();
    player.seek(place);
    player.play();
  }
  failed.querySelector(".p-again").addEventListener("click", again);
  failed.querySelector(".p-other").addEventListener("click", () => { failed.hidden = true; player.show("audio"); player.play(); });
  addEventListener("online", () => { if (!failed.hidden && failed.querySelector("p").textContent === words.network) again(); });
  addEventListener("offline", () => { if (!player.current.paused) player.say(words.network); });
  player.on("error", fail);
  player.on("playing show item loadedmetadata", () => { failed.hidden = true; });

  /* Where one left off. */
  const resumed = root.querySelector(".resumed");
  const anew = root.querySelector(".again");
  if (resumed) {
    player.on("resumed", () => {
      resumed.textContent = player.fill(words.resumed, { time: voicehall.clock(player.time()) });
      anew.hidden = false;
    });
    const gone = () => { resumed.textContent = ""; anew.hidden = true; };
    anew.addEventListener("click", () => { player.seek(0); gone(); if (player.current.paused) player.play(); part("p-play").focus(); });
    player.on("item ended", gone);
  }

  /* The end: what comes next, at once only if somebody wants that. */
  player.on("play seeking item", () => { after.hidden = true; });
  player.on("ended", () => {
    if (player.asleep && player.asleep()) return;
    if (player.next && player.next()) return;
    const next = player.item.after;
    after.hidden = !next;
    if (!next) return;
    const link = after.querySelector(".p-next");
    link.textContent = next.title;
    link.href = next.href;
    const choice = document.querySelector(".p-goes-on input");
    if (choice && choice.checked && !document.hidden) location.assign(next.href);
  });
  const choice = document.querySelector(".p-goes-on input");
  if (choice) {
    choice.closest("label").hidden = false;
    choice.checked = voicehall.remembered("next") === true;
    choice.addEventListener("change", () => voicehall.remember("next", choice.checked));
  }
});
