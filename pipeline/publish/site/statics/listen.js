"use strict";
/* The whole series in one go: one player that takes up the next episode of the list where the last has ended. */
(() => {
  const bar = document.querySelector(".listening");
  const audio = bar.querySelector("audio");
  const link = bar.querySelector(".now a");
  const start = document.querySelector("a.listen");
  const name = `listen:${bar.dataset.series}`;
  let number = null;

  /* What the list shows, so that a search is a playlist too. */
  const queue = () => [...document.querySelectorAll(".list > li[data-sound]")].filter((item) => !item.hidden);
  const item = (wanted) => document.querySelector(`.list > li[data-number="${CSS.escape(wanted)}"]`);

  function take(wanted, at = 0) {
    const row = item(wanted);
    number = wanted;
    for (const other of document.querySelectorAll(".list > .sounding")) other.classList.remove("sounding");
    row.classList.add("sounding");
    const title = row.querySelector("h3").textContent;
    bar.hidden = false;
    bar.querySelector(".number").textContent = row.querySelector(".number").textContent;
    link.textContent = title;
    link.href = `${number}/index.html`;
    bar.querySelector(".reading").href = `${number}/index.html#transcript`;
    audio.src = row.dataset.sound;
    audio.setAttribute("aria-label", title);
    if (at) audio.currentTime = at;
    const rest = queue().indexOf(row);
    bar.querySelector(".back").disabled = rest <= 0;
    bar.querySelector(".on").disabled = rest === queue().length - 1;
    announce(title, row);
    audio.play().catch((error) => {
      // Whoever came by a link has pressed nothing yet; a next episode that is asked for meanwhile is no refusal.
      if (error.name === "NotAllowedError") bar.querySelector(".number").textContent = bar.dataset.press;
    });
  }

  function step(by) {
    const rows = queue();
    const next = rows[rows.indexOf(item(number)) + by];
    if (next) take(next.dataset.number);
    else link.textContent = bar.dataset.end;
  }

  function announce(title, row) {
    if (!("mediaSession" in navigator)) return;
    const picture = row.querySelector("img");
    const artwork = picture ? [{ src: picture.src }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title, album: bar.dataset.title, artwork });
    navigator.mediaSession.setActionHandler("nexttrack", () => step(1));
    navigator.mediaSession.setActionHandler("previoustrack", () => step(-1));
  }

  function fromAddress() {
    const wanted = voicehall.askedFor("listen");
    const last = voicehall.remembered(name);
    if (wanted === null) return;
    const row = item(wanted);
    if (row && row.dataset.sound) take(wanted, last && last.number === wanted ? last.at : 0);
    else if (queue()[0]) take(queue()[0].dataset.number);
  }

  let kept = 0;
  audio.addEventListener("timeupdate", () => {
    if (Date.now() - kept < 2000) return;
    kept = Date.now();
    voicehall.remember(name, { number, at: audio.currentTime });
  });
  audio.addEventListener("play", () => {
    bar.querySelector(".number").textContent = item(number).querySelector(".number").textContent;
  });
  audio.addEventListener("ended", () => step(1));
  bar.querySelector(".back").addEventListener("click", () => step(-1));
  bar.querySelector(".on").addEventListener("click", () => step(1));
  bar.querySelector(".close").addEventListener("click", () => { audio.pause(); bar.hidden = true; start.focus(); });
  voicehall.speeds(bar.querySelector("select"), [audio]);

  const last = voicehall.remembered(name);
  if (last && last.at > 5 && item(last.number)) {
    start.textContent = `${start.dataset.on} ${item(last.number).querySelector(".number").textContent} ${voicehall.clock(last.at)}`;
    start.href = `#listen=${last.number}`;
  }
  // A second press on the same link changes no address.
  start.addEventListener("click", (event) => { event.preventDefault(); history.replaceState(null, "", start.href); fromAddress(); });
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
