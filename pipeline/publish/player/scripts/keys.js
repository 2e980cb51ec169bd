"use strict";
/* Buttons and keys: playing, leaping, speed, volume, full screen. */
voicehall.parts.push((player) => {
  const { frame, mini, dialog, part, words } = player;
  const both = (name) => [frame, mini].flatMap((one) => (one ? [...one.querySelectorAll(`.${name}`)] : []));
  const press = (name, act) => both(name).forEach((one) => one.addEventListener("click", act));
  const speed = part("p-speed").querySelector("select");
  const loudness = part("p-volume").querySelector("input");

  function state() {
    const still = player.current.paused;
    for (const one of [frame, mini]) if (one) one.dataset.state = still ? "still" : "playing";
    for (const one of [...both("p-play"), part("p-large")]) one.setAttribute("aria-label", still ? words.play : words.pause);
  }

  press("p-play", () => player.toggle());
  part("p-large").addEventListener("click", () => {
    player.toggle();
    // It goes, and the focus with it.
    if (document.activeElement === part("p-large")) part("p-play").focus({ preventScroll: true });
  });
  press("p-back", () => player.skip(-15));
  press("p-on", () => player.skip(15));
  player.on("play playing pause ended show item emptied", state);
  player.on("playing", () => frame.classList.add("begun"));
  player.on("item", () => frame.classList.remove("begun"));

  /* Speed: one for all that is played in this browser. */
  function hurry() { for (const one of player.media) one.defaultPlaybackRate = one.playbackRate = Number(speed.value); }
  function faster(by) {
    const place = speed.selectedIndex + by;
    if (speed.options[place]) speed.selectedIndex = place;
    speed.dispatchEvent(new Event("change"));
    player.say(player.fill(words.speed, { speed: speed.value }));
  }
  const known = voicehall.remembered("speed");
  if ([...speed.options].some((option) => option.value === known)) speed.value = known;
  speed.addEventListener("change", () => { hurry(); voicehall.remember("speed", speed.value); });
  player.on("item", hurry);
  hurry();

  /* Volume, where a page may set it: a telephone's own buttons do it there. */
  function loud(value) {
    for (const one of player.media) { one.volume = Math.min(1, Math.max(0, value)); one.muted = false; }
    voicehall.remember("volume", player.current.volume);
    player.say(player.fill(words.loud, { percent: Math.round(player.current.volume * 100) }));
  }
  function mute() {
    const off = !player.current.muted;
    for (const one of player.media) one.muted = off;
    player.say(off ? words.muted : player.fill(words.loud, { percent: Math.round(player.current.volume * 100) }));
  }
  function heard() {
    const off = player.current.muted || !player.current.volume;
    part("p-volume").dataset.state = off ? "mute" : "loud";
    part("p-mute").setAttribute("aria-pressed", String(off));
    loudness.value = off ? 0 : player.current.volume;
  }
  const volume = voicehall.remembered("volume");
  if (typeof volume === "number" && volume > 0 && volume <= 1) for (const one of player.media) one.volume = volume;
  part("p-mute").addEventListener("click", mute);
  loudness.addEventListener("input", () => loud(Number(loudness.value)));
  player.on("volumechange show item", heard);

  /* Full screen: of the frame with our controls; a telephone has one of the film's own. */
  const wide = part("p-wide");
  const film = player.media.find((one) => one.tagName === "VIDEO");
  const full = () => document.fullscreenElement === frame;
  function widen() {
    if (wide.hidden) return;
    if (full()) document.exitFullscreen();
    else if (frame.requestFullscreen) frame.requestFullscreen().catch(() => {});
    else film.webkitEnterFullscreen();
  }
  wide.addEventListener("click", widen);
  part("p-stage").addEventListener("dblclick", (event) => { if (event.target.closest(".screen")) widen(); });
  let idle = 0;
  const wake = () => {
    frame.classList.remove("idle");
    clearTimeout(idle);
    if (full()) idle = setTimeout(() => { if (!player.current.paused && !frame.querySelector(":focus-visible")) frame.classList.add("idle"); }, 3000);
  };
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) frame.addEventListener(event, wake);
  document.addEventListener("fullscreenchange", () => { wide.setAttribute("aria-pressed", String(full())); wake(); });

  player.on("show", () => {
    wide.hidden = player.kind() !== "video" || !(frame.requestFullscreen || (film && film.webkitEnterFullscreen));
  });

  /* Keys: anywhere on the page but where one writes or chooses; what has a meaning of its own keeps it. */
  // What a Chinese keyboard takes for itself still says which key it was.
  const signs = { "《": "<", "》": ">", "？": "?", "，": "", "。": "" };
  function sign(event) {
    if (event.key !== "Process" && event.key !== "Unidentified") return signs[event.key] ?? event.key.normalize("NFKC").toLowerCase();
    if (event.shiftKey && event.code in { Comma: 0, Period: 0, Slash: 0 }) return { Comma: "<", Period: ">", Slash: "?" }[event.code];
    return event.code.startsWith("Key") || event.code.startsWith("Digit") ? event.code.slice(-1).toLowerCase() : event.code === "Space" ? " " : "";
  }
  const acts = {
    k: () => player.toggle(), " ": () => player.toggle(), j: () => player.skip(-15), l: () => player.skip(15),
    arrowleft: () => player.skip(-5), arrowright: () => player.skip(5), m: mute, f: widen,
    c: () => player.tell("captions"), "<": () => faster(-1), ">": () => faster(1), "?": () => dialog && dialog.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (dialog && !dialog.querySelector(".p-keys-on").checked)) return;
    const at = event.target;
    // A film that fills the screen by itself has the browser's keys.
    if (!player.item || /^(VIDEO|AUDIO)$/.test(document.fullscreenElement?.tagName) || (dialog && dialog.open)) return;
    if (at.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], .ask")) return;
    const key = sign(event);
    if (key === " " && at.closest("button, a[href], summary, input, label")) return;
    if (key.startsWith("arrow") && at.closest(".said, [role=slider]")) return;
    const act = /^[0-9]$/.test(key) ? () => player.seek((Number(key) / 10) * player.length()) : acts[key];
    if (!act || (event.repeat && !key.startsWith("arrow"))) return;
    event.preventDefault();
    act();
  });
  if (dialog) {
    const wanted = dialog.querySelector(".p-keys-on");
    part("p-help").addEventListener("click", () => dialog.showModal());
    wanted.checked = voicehall.remembered("keys") !== false;
    wanted.addEventListener("change", () => voicehall.remember("keys", wanted.checked));
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  } else part("p-help").remove();
});
