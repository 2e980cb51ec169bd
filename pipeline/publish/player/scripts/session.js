"use strict";
/* What a locked telephone, a watch or the keys of a headset show and do. */
voicehall.parts.push((player) => {
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
  function tell() { if (!player.current.paused) announce(); position(); }
  const said = () => { session.playbackState = player.current.paused ? "paused" : "playing"; };
  player.on("play item show", tell);
  player.on("seeked ratechange durationchange", position);
  player.on("play pause ended", said);
  if (player.item) { tell(); if (player.begun) said(); }
});
