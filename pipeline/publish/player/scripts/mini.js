"use strict";
/* The small player at the bottom: there once the large one has left the screen, so that a pause is always in reach. */
voicehall.parts.push((player) => {
  const { mini, frame, compact } = player;
  if (!mini) return;
  const page = document.documentElement;
  let seen = !compact;
  // It may come after the first word of what is played.
  let begun = player.begun;
  let closed = false;

  function draw() {
    const shown = begun && !closed && !seen && document.fullscreenElement === null;
    if (mini.hidden === !shown) return;
    const within = mini.contains(document.activeElement);
    mini.hidden = !shown;
    // The page gets that much longer, and what is focused keeps clear of it: nothing lies beneath.
    page.classList.toggle("with-mini", shown);
    if (!shown && within) frame.querySelector(".p-play").focus({ preventScroll: true });
  }

  function name() {
    const failed = frame.querySelector(".p-error");
    // Where the large player is folded away, this one says what failed.
    if (compact && !failed.hidden) { mini.querySelector(".p-title span").textContent = failed.querySelector("p").textContent; return; }
    const { title = "", album = "" } = player.item || {};
    const chapter = player.chapterAt && (player.item.chapters || []).length > 1 && player.chapterAt(player.time());
    mini.querySelector(".p-title strong").textContent = title;
    mini.querySelector(".p-title span").textContent = chapter && chapter.title !== title ? chapter.title : (player.item || {}).under || album;
  }

  mini.querySelector(".p-close").addEventListener("click", () => { player.pause(); closed = true; draw(); player.tell("closed"); });
  mini.querySelector(".p-title").addEventListener("click", () => {
    if (compact) { player.tell("unfold"); return; }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    player.root.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    frame.querySelector(".p-play").focus({ preventScroll: true });
  });
  player.on("play refused", () => { begun = true; closed = false; draw(); });
  player.on("item timeupdate seeked error playing", name);
  player.minimised = () => !mini.hidden;
  document.addEventListener("fullscreenchange", draw);
  if (!compact) {
    new IntersectionObserver((found) => { seen = found[found.length - 1].isIntersecting; draw(); }, { rootMargin: "-24px 0px" })
      .observe(frame.querySelector(".p-keys"));
  }
  if (player.item) { name(); draw(); }
});
