"use strict";
/* The sleep timer: the last seconds fade, and the volume is as before when somebody wakes. */
voicehall.parts.push((player) => {
  const { part, words } = player;
  const choose = part("p-sleep").querySelector("select");
  let sleep = null;
  let volume = null;
  const restore = () => { if (volume !== null) for (const one of player.media) one.volume = volume; volume = null; };
  function off() { restore(); sleep = null; choose.value = ""; named(); part("p-sleep").classList.remove("set"); }
  const names = [...choose.options].map((one) => one.textContent);
  const named = () => names.forEach((name, place) => { choose.options[place].textContent = name; });
  function offer() {
    const several = (player.item.chapters || []).length > 1;
    [...choose.options].find((one) => one.value === "chapter").hidden = !several;
    if (!several && sleep && sleep.at) off();
  }
  player.on("item", offer);
  if (player.item) offer();
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
  // What was chosen before this came counts.
  if (choose.value) choose.dispatchEvent(new Event("change"));
});
