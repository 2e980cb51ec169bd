"use strict";
/* What is going on: loading, continued, ended, failed; the sleep timer; what a locked telephone shows. */
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

  /* The sleep timer: the last seconds fade, and the volume is as before when somebody wakes. */
  const choose = part("p-sleep").querySelector("select");
  let sleep = null;
  let volume = null;
  const restore = () => { if (volume !== null) for (const one of player.media) one.volume = volume; volume = null; };
  function off() { restore(); sleep = null; choose.value = ""; named(); part("p-sleep").classList.remove("set"); }
  const names = [...choose.options].map((one) => one.textContent);
  const named = () => names.forEach((name, place) => { choose.options[place].textContent = name; });
  player.on("item", () => {
    const several = (player.item.chapters || []).length > 1;
    [...choose.options].find((one) => one.value === "chapter").hidden = !several;
    if (!several && sleep && sleep.at) off();
  });
  function chapterEnd() {
    const { chapters = [] } = player.item;
    const next = chapters.find((one) => one.start > player.time() + 0.05);
    return next ? next.start : player.length();
  }
  choose.addEventListener("change", () => {
    const value = choose.value;
    if (!value) { off(); player.say(words.awake); return; }
    const minutes = Number(value);
    restore();
    named();
    sleep = minutes ? { until: Date.now() + minutes * 60000 } : value === "chapter" ? { at: chapterEnd() } : { end: true };
    part("p-sleep").classList.add("set");
    player.say(player.fill(minutes ? words.slept : words[value], { minutes: value }));
  });
  function rest() { off(); player.pause(); player.say(words.asleep); }
  function drowse() {
    if (!sleep) return;
    if (sleep.until) {
      const left = (sleep.until - Date.now()) / 1000;
      if (left <= 0) { rest(); return; }
      const option = [...choose.options].find((one) => one.selected);
      if (option) option.textContent = player.fill(words.left, { minutes: Math.ceil(left / 60) });
      if (left < 8 && !player.current.paused) {
        if (volume === null) volume = player.current.volume;
        player.current.volume = Math.max(0, volume * (left / 8));
      }
    } else if (sleep.at && player.time() >= sleep.at - 0.05 && player.time() < sleep.at + 5) rest();
  }
  setInterval(drowse, 1000);
  player.on("timeupdate", drowse);
  // Whoever leaps past the end of the chapter has another one in mind.
  player.on("seeked", () => { if (sleep && sleep.at && Math.abs(player.time() - sleep.at) > 0.5) sleep.at = chapterEnd(); });
  player.asleep = () => { const was = sleep && (sleep.end || sleep.at); if (was) rest(); return Boolean(was); };

  /* What a locked telephone, a watch or the keys of a headset show and do. */
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  const handle = (name, act) => { try { session.setActionHandler(name, act); } catch { /* Not known here. */ } };
  const chapter = (by) => {
    const { chapters = [] } = player.item;
    const now = chapters.indexOf(player.chapterAt(player.time()));
    // Shortly after a chapter has begun, back means the one before.
    const to = by < 0 && player.time() - (chapters[now]?.start ?? 0) > 3 ? now : now + by;
    if (chapters[to]) player.seek(chapters[to].start);
    else if (by < 0) player.seek(0);
  };
  function announce() {
    const { title, artist = "", album = "", picture, chapters = [] } = player.item;
    const address = picture ? new URL(picture, document.baseURI).href : "";
    // From a disk none is taken.
    const artwork = address.startsWith("http") ? [{ src: address }] : [];
    session.metadata = new MediaMetadata({
      title, artist, album, artwork, chapterInfo: chapters.map((one) => ({ title: one.title, startTime: one.start, artwork })),
    });
    handle("play", () => player.play());
    handle("pause", () => player.pause());
    handle("seekbackward", (told) => player.skip(-(told.seekOffset || 15)));
    handle("seekforward", (told) => player.skip(told.seekOffset || 15));
    handle("seekto", (told) => player.seek(told.seekTime));
    const several = chapters.length > 1;
    handle("previoustrack", player.step ? () => player.step(-1) : several ? () => chapter(-1) : null);
    handle("nexttrack", player.step ? () => player.step(1) : several ? () => chapter(1) : null);
  }
  function position() {
    const duration = player.length();
    if (!session.setPositionState || !duration) return;
    try { session.setPositionState({ duration, playbackRate: player.current.playbackRate, position: Math.min(player.time(), duration) }); } catch { /* Not yet known. */ }
  }
  player.on("play item show", () => { if (!player.current.paused) announce(); position(); });
  player.on("seeked ratechange durationchange", position);
  player.on("play pause ended", () => { session.playbackState = player.current.paused ? "paused" : "playing"; });
});
