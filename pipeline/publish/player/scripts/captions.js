"use strict";
/* Captions: drawn by us, in the size that somebody likes; by the browser where only it can draw. */
voicehall.parts.push((player) => {
  const { part, words } = player;
  const line = part("p-caption").firstElementChild;
  const key = part("p-caption-key");
  const size = part("p-size");
  const film = player.media.find((one) => one.tagName === "VIDEO");
  const track = film && film.querySelector("track");
  let cues = [];
  let waiting = 0;
  let own = null;

  const on = () => key.getAttribute("aria-pressed") === "true";
  /* What a film shows in its own picture is not shown twice. */
  const burned = () => player.kind() === "video" && Boolean(player.item && player.item.burned);

  /* `[[start, stop, text]]` in seconds: those of the item, or what its file has. */
  function set(wanted) {
    cues = wanted;
    if (own) for (const cue of [...(own.cues || [])]) own.removeCue(cue);
    draw();
  }
  player.captions = (wanted) => { if (!cues.length || !track || track.readyState === 3) set(wanted); };

  function draw() {
    clearTimeout(waiting);
    const time = player.time() + 0.01;
    let [low, high, found] = [0, cues.length - 1, -1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (cues[middle][0] <= time) { found = middle; low = middle + 1; } else high = middle - 1;
    }
    const heard = found >= 0 && time < cues[found][1];
    part("p-words").hidden = !cues.length || burned();
    const text = on() && !burned() && heard ? cues[found][2] : "";
    if (line.textContent !== text) line.textContent = text;
    // The next change comes in time, not with the browser's next word about it.
    const edge = heard ? cues[found][1] : cues[found + 1]?.[0];
    if (edge && !player.current.paused && edge - time < 1) waiting = setTimeout(draw, ((edge - time) * 1000) / player.current.playbackRate + 15);
  }

  function read() {
    const found = [...(track.track.cues || [])].map((cue) => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]);
    if (found.length) set(found);
  }

  /* In a film's own window, or its own full screen on a telephone, the browser draws. */
  function hand(over) {
    if (!track || track.readyState !== 2) {
      own ||= film.addTextTrack("captions", key.getAttribute("aria-label"), document.documentElement.lang);
      if (!own.cues || !own.cues.length) for (const [start, stop, text] of cues) own.addCue(new VTTCue(start, stop, text));
    }
    const shown = own && own.cues && own.cues.length ? own : track && track.track;
    if (shown) shown.mode = over && on() && !burned() ? "showing" : "hidden";
  }

  function turn(wanted, quiet) {
    key.setAttribute("aria-pressed", String(wanted));
    voicehall.remember("captions", wanted);
    if (document.pictureInPictureElement || (film && film.webkitDisplayingFullscreen)) hand(true);
    draw();
    if (!quiet) player.say(wanted ? words.captions : words.none);
  }

  function grow() { player.frame.dataset.captions = size.value; }

  key.setAttribute("aria-pressed", String(voicehall.remembered("captions") !== false));
  const known = voicehall.remembered("caption-size");
  if ([...size.options].some((option) => option.value === known)) size.value = known;
  size.addEventListener("change", () => { grow(); voicehall.remember("caption-size", size.value); if (!on()) turn(true, true); });
  grow();
  key.addEventListener("click", () => turn(!on()));
  player.on("captions", () => cues.length && !burned() && turn(!on()));
  if (track) {
    track.track.mode = "hidden";
    track.addEventListener("load", read);
    if (track.readyState === 2) read();
  }
  if (film) {
    for (const event of ["enterpictureinpicture", "webkitbeginfullscreen"]) film.addEventListener(event, () => hand(true));
    for (const event of ["leavepictureinpicture", "webkitendfullscreen"]) film.addEventListener(event, () => hand(false));
  }
  player.on("item", () => { if (player.item.cues) set(player.item.cues); });
  player.on("timeupdate seeked moved show play", draw);
});
