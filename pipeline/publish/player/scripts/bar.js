"use strict";
/* The bar: how far it is, what is loaded, where chapters begin; dragged with a finger or a mouse, moved with keys. */
voicehall.parts.push((player) => {
  const { frame, mini } = player;
  const tip = frame.querySelector(".p-tip");
  const language = document.documentElement.lang || "en";
  const bars = [...frame.querySelectorAll(".p-bar"), ...(mini ? mini.querySelectorAll(".p-bar") : [])];
  let dragged = null;

  /* `12 minutes 3 seconds`, in the page's language. */
  function spoken(seconds) {
    const whole = Math.floor(seconds);
    const amounts = { hour: Math.floor(whole / 3600), minute: Math.floor(whole / 60) % 60, second: whole % 60 };
    return Object.entries(amounts)
      .filter(([unit, amount]) => amount || (unit === "second" && whole < 60))
      .map(([unit, amount]) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount))
      .join(" ");
  }

  function chapterAt(seconds) {
    const { chapters = [] } = player.item || {};
    return chapters.filter((one) => one.start <= seconds + 0.01).pop();
  }
  player.chapterAt = chapterAt;

  function draw() {
    const total = player.length();
    const now = dragged === null ? player.time() : dragged;
    const share = total ? Math.min(1, now / total) : 0;
    const text = voicehall.clock(Math.min(now + 0.01, total || Infinity));
    const chapter = chapterAt(now);
    for (const bar of bars) {
      bar.style.setProperty("--done", share);
      bar.setAttribute("aria-valuemax", Math.round(total));
      bar.setAttribute("aria-valuenow", Math.round(now));
      const said = player.fill(player.words.of, { time: spoken(now), total: spoken(total) });
      bar.setAttribute("aria-valuetext", chapter && chapter.title ? `${said}, ${chapter.title}` : said);
    }
    frame.querySelector(".p-now").textContent = text;
    // A chapter that is called like its episode says nothing more.
    frame.querySelector(".p-chapter").textContent = chapter && chapter.title !== player.item.title ? chapter.title : "";
    frame.querySelector(".p-total").textContent = (player.item && player.item.total) || voicehall.clock(total);
    if (!mini) return;
    mini.style.setProperty("--done", share);
    mini.querySelector(".p-clock").textContent = `${text} / ${frame.querySelector(".p-total").textContent}`;
  }

  function loaded() {
    const { buffered } = player.current;
    const total = player.length();
    let until = 0;
    for (let number = 0; number < buffered.length; number += 1) {
      if (buffered.start(number) <= player.time() + 0.5) until = Math.max(until, buffered.end(number));
    }
    for (const bar of bars) bar.style.setProperty("--loaded", total ? Math.min(1, until / total) : 0);
  }

  function marks() {
    const total = player.length();
    const { chapters = [] } = player.item || {};
    for (const bar of bars) {
      bar.querySelector(".p-marks").replaceChildren(...chapters.filter((one) => one.start > 0 && one.start < total).map((one) => {
        const mark = document.createElement("i");
        mark.style.setProperty("--at", one.start / total);
        return mark;
      }));
    }
  }

  const share = (bar, event) => {
    const box = bar.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };

  /* What lies at a place, before one goes there. */
  function preview(bar, event) {
    if (!frame.contains(bar)) return;
    const at = share(bar, event) * player.length();
    const chapter = chapterAt(at);
    tip.querySelector("strong").textContent = voicehall.clock(at);
    tip.querySelector("span").textContent = chapter ? chapter.title : "";
    tip.hidden = false;
    const line = bar.parentElement.getBoundingClientRect();
    const half = tip.offsetWidth / 2;
    const x = Math.min(Math.max(event.clientX - line.left, half), line.width - half);
    tip.style.setProperty("--x", `${Math.round(x)}px`);
  }

  function press(event) {
    const step = {
      ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 60, PageDown: -60,
    }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) player.skip(step);
    else if (event.key === "Home") player.seek(0);
    else if (event.key === "End") player.skip(Infinity);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  for (const bar of bars) {
    bar.addEventListener("keydown", press);
    bar.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      bar.setPointerCapture(event.pointerId);
      dragged = share(bar, event) * player.length();
      bar.classList.add("dragged");
      draw();
      preview(bar, event);
    });
    bar.addEventListener("pointermove", (event) => {
      if (bar.classList.contains("dragged")) { dragged = share(bar, event) * player.length(); draw(); }
      preview(bar, event);
    });
    const drop = (taken) => (event) => {
      if (!bar.classList.contains("dragged")) return;
      bar.classList.remove("dragged");
      const to = dragged;
      dragged = null;
      if (taken) player.seek(Math.min(to, player.length() - 0.1));
      if (event.pointerType !== "mouse") tip.hidden = true;
      draw();
    };
    bar.addEventListener("pointerup", drop(true));
    bar.addEventListener("pointercancel", drop(false));
    bar.addEventListener("pointerleave", () => { if (!bar.classList.contains("dragged")) tip.hidden = true; });
  }
  player.on("timeupdate seeked moved show item durationchange", draw);
  player.on("progress timeupdate durationchange show", loaded);
  player.on("item durationchange show chapters", marks);
});
