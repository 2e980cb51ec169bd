"use strict";
/* What all pages share: data that comes in scripts, what a browser remembers, and how times are said. */
const voicehall = (() => {
  const root = new URL(".", document.currentScript.src || location.href).href;
  const asked = new Map();

  /* Data of the site by its path. Pages that are opened from a disk may fetch nothing, but they may run scripts. */
  function load(path, version = "") {
    if (!asked.has(path)) {
      const promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        asked.set(path, { resolve });
        script.onload = () => { script.remove(); reject(new Error(`${path} holds nothing`)); };
        script.onerror = () => { asked.delete(path); script.remove(); reject(new Error(`${path} is not there`)); };
        script.src = root + path + (version && `?${version}`);
        document.head.append(script);
      });
      asked.get(path).promise = promise;
    }
    return asked.get(path).promise;
  }

  /* Called by the scripts that bring data. */
  function take(path, data) {
    if (asked.has(path)) asked.get(path).resolve(data);
  }

  /* Browsers that keep nothing for a page, say from a disk, throw where one asks. */
  function remembered(name) {
    try { return JSON.parse(localStorage.getItem(`voicehall:${name}`)); } catch { return null; }
  }

  function remember(name, value) {
    try { localStorage.setItem(`voicehall:${name}`, JSON.stringify(value)); } catch { /* It goes on without. */ }
  }

  function clock(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  }

  /* What stands behind `name=` in the address: `#t=12.5`, `#q=word`. */
  function askedFor(name) {
    return new URLSearchParams(location.hash.slice(1)).get(name);
  }

  return { root, load, take, remembered, remember, clock, askedFor };
})();

/* Copies what stands in a field; where the browser forbids that, it is selected, so that one key is left to press. */
for (const button of document.querySelectorAll("button.copies")) {
  const field = document.getElementById(button.dataset.from);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    let done = false;
    try { await navigator.clipboard.writeText(field.value); done = true; } catch { done = document.execCommand("copy"); }
    status.textContent = done ? button.dataset.copied : button.dataset.selected;
  });
}

for (const button of document.querySelectorAll("button.print")) {
  button.addEventListener("click", () => print());
}
