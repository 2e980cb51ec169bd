"use strict";
/* An episode: film and sound, chapters and sentences that lead to their place, and the place one left off at. */
(() => {
  const player = document.querySelector(".player");
  const transcript = document.querySelector(".transcript");
  const said = transcript.querySelector(".said");
  const screens = player ? [...player.querySelectorAll(".screen")] : [];
  const media = screens.map((screen) => screen.querySelector("video, audio"));
  let playing = media[0];
  let sentences = [];
  let touched = 0;

  function show(kind) {
    const before = playing;
    screens.forEach((screen, place) => {
      screen.hidden = screen.dataset.kind !== kind;
      if (!screen.hidden) playing = media[place];
    });
    for (const button of player.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", String(button.dataset.show === kind));
    }
    if (before === playing) return;
    const goesOn = !before.paused;
    before.pause();
    playing.currentTime = before.currentTime;
    playing.volume = before.volume;
    playing.muted = before.muted;
    if (goesOn) play();
  }

  /* A browser refuses while nobody has touched the page; its own button still works. */
  function play() { playing.play().catch(() => {}); }

  function seek(seconds) {
    // Where one caption ends and the next begins, Chromium goes on to show both.
    playing.currentTime = seconds ? seconds + 0.002 : 0;
    follow();
  }

  function current(entries, time) {
    let found = -1;
    for (let low = 0, high = entries.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      if (entries[middle].start <= time) { found = middle; low = middle + 1; } else high = middle - 1;
    }
    return entries[found];
  }

  function mark(entries, entry, value) {
    for (const other of entries) {
      if (other === entry) other.element.setAttribute("aria-current", value);
      else if (other.element.hasAttribute("aria-current")) other.element.removeAttribute("aria-current");
    }
  }

  const chapters = [...document.querySelectorAll(".chapters [data-start]")]
    .map((element) => ({ element, start: Number(element.dataset.start) }));

  function follow() {
    // Seeking lands a hair before the time that was asked for.
    const time = playing.currentTime + 0.01;
    mark(chapters, current(chapters, time), "step");
    const sentence = current(sentences, time);
    const heard = sentence && time < sentence.stop ? sentence : null;
    if (heard && heard.element.hasAttribute("aria-current")) return;
    mark(sentences, heard, "true");
    if (!heard) return;
    stop(heard.element);
    if (transcript.querySelector(".follow input").checked && Date.now() - touched > 4000) reveal(heard.element);
  }

  /* Scrolls the box of the sentences, never the page under the reader. */
  function reveal(element) {
    const box = said.getBoundingClientRect();
    const line = element.getBoundingClientRect();
    if (line.top > box.top && line.bottom < box.top + box.height * 0.7) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    said.scrollBy({ top: line.top - box.top - box.height * 0.3, behavior: calm ? "auto" : "smooth" });
  }

  /* The one sentence at which the tabulator stops; arrows lead to the others. */
  function stop(element) {
    if (document.activeElement && said.contains(document.activeElement)) return;
    for (const other of said.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    element.tabIndex = 0;
  }

  function listenTo() {
    const found = [...said.querySelectorAll("[data-start]")];
    sentences = found.map((element) => {
      element.href = `#t=${element.dataset.start}`;
      element.tabIndex = -1;
      return { element, start: Number(element.dataset.start), stop: Number(element.dataset.stop) };
    });
    // A breath between two sentences does not put out the light.
    sentences.forEach((one, place) => {
      const after = sentences[place + 1];
      if (after && after.start - one.stop < 1) one.stop = Math.max(one.stop, after.start);
    });
    if (found[0]) found[0].tabIndex = 0;
  }

  function move(event) {
    const found = sentences.map((one) => one.element);
    const place = found.indexOf(event.target);
    const to = { ArrowDown: place + 1, ArrowRight: place + 1, ArrowUp: place - 1, ArrowLeft: place - 1, Home: 0, End: found.length - 1 }[event.key];
    if (place < 0 || !found[to]) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    found[to].tabIndex = 0;
    found[to].focus();
  }

  /* A long transcript comes after the page. */
  async function complete() {
    const [path, version] = transcript.dataset.words.split("?");
    const parts = document.createDocumentFragment();
    for (const [title, paragraphs] of await voicehall.load(path, version)) {
      if (title) parts.append(Object.assign(document.createElement("h3"), { textContent: title }));
      for (const paragraph of paragraphs) {
        const line = document.createElement("p");
        for (const [start, stop, text] of paragraph) {
          const words = text.trimEnd();
          const sentence = Object.assign(document.createElement("a"), { textContent: words });
          sentence.dataset.start = start / 1000;
          sentence.dataset.stop = stop / 1000;
          line.append(sentence, text.slice(words.length));
        }
        parts.append(line);
      }
    }
    said.replaceChildren(parts);
    transcript.querySelector(".rest").hidden = true;
    listenTo();
    caption();
  }

  /* Where the captions' file may not be read, as on a disk, the page's own words become captions. */
  function caption() {
    const track = player && player.querySelector("track");
    if (!track || track.readyState !== 3 || !sentences.length) return;
    const film = track.parentElement;
    const own = film.own || (film.own = film.addTextTrack("captions", track.label, track.srclang));
    for (const cue of [...(own.cues || [])]) own.removeCue(cue);
    for (const one of sentences) own.addCue(new VTTCue(one.start, Number(one.element.dataset.stop), one.element.textContent));
    own.mode = "showing";
    track.track.mode = "disabled";
  }

  function begin() {
    const guid = player.dataset.guid;
    const resumed = player.querySelector(".resumed");
    const again = player.querySelector(".again");
    let kept = 0;
    player.querySelector(".controls").hidden = false;
    show(voicehall.remembered("kind") === "audio" && screens[1] ? "audio" : screens[0].dataset.kind);
    for (const button of player.querySelectorAll("[data-show]")) {
      button.addEventListener("click", () => { show(button.dataset.show); voicehall.remember("kind", button.dataset.show); });
    }
    voicehall.speeds(player.querySelector("select"), media);
    again.addEventListener("click", () => { seek(0); again.hidden = true; resumed.textContent = ""; });
    const keep = () => {
      kept = Date.now();
      // The very end is no place to come back to.
      const left = playing.duration - playing.currentTime;
      voicehall.remember(`at:${guid}`, left > 3 ? playing.currentTime : 0);
    };
    for (const one of media) {
      one.addEventListener("timeupdate", () => {
        if (one !== playing) return;
        follow();
        if (Date.now() - kept > 2000) keep();
      });
      one.addEventListener("seeked", () => one === playing && (follow(), keep()));
      for (const event of ["pause", "ended"]) one.addEventListener(event, () => one === playing && keep());
      one.addEventListener("play", () => { announce(); for (const other of media) if (other !== one) other.pause(); });
    }
    addEventListener("pagehide", () => playing.currentTime > 0 && keep());
    const asked = voicehall.askedFor("t");
    const last = voicehall.remembered(`at:${guid}`);
    if (asked !== null) seek(Number(asked) || 0);
    else if (last > 5) {
      seek(last);
      resumed.textContent = `${resumed.dataset.said} ${voicehall.clock(last)}`;
      again.hidden = false;
    }
    addEventListener("hashchange", () => voicehall.askedFor("t") !== null && seek(Number(voicehall.askedFor("t")) || 0));
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-start]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      touched = 0;
      seek(Number(link.dataset.start));
      play();
    });
  }

  /* What asks comes after the page. */
  function quiz(questions) {
    const script = document.createElement("script");
    const [panel, choice] = [".ask", ".asking input"].map((name) => player.querySelector(name));
    script.src = questions.dataset.asking;
    script.onload = () => asking({ panel, media, choice }).take(questions);
    script.onerror = () => { choice.closest("label").hidden = true; };
    document.head.append(script);
  }

  /* What a locked telephone shows. */
  function announce() {
    if (!("mediaSession" in navigator)) return;
    const { title, artist, series, picture } = player.dataset;
    const artwork = picture ? [{ src: new URL(picture, location.href).href }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album: series, artwork });
  }

  if (said) {
    transcript.classList.add("follows");
    for (const element of transcript.querySelectorAll(".follow, .hint")) element.hidden = !player;
    for (const event of ["wheel", "touchmove", "keydown"]) said.addEventListener(event, () => { touched = Date.now(); }, { passive: true });
    said.addEventListener("keydown", move);
    if (player) listenTo();
    if (transcript.dataset.words) complete().catch(() => {});
  }
  if (player) {
    const track = player.querySelector("track");
    if (track) {
      track.addEventListener("error", caption);
      caption();
    }
    begin();
    const questions = document.querySelector(".questions");
    if (questions && player.querySelector(".ask")) quiz(questions);
  }
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.address).then(() => {
      button.textContent = button.dataset.copied;
    }, () => {}));
  }
})();
