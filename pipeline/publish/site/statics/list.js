"use strict";
/* The list of a page. What is searched and chosen stands in the address, so that Back leads back and a link shows the
   same to others: `?q=` words, `?tag=`, `?speaker=`, `?sort=newest`. */
(() => {
  const list = document.querySelector("[data-index]");
  if (!list) return;
  const whole = list.classList.contains("results");
  const slugs = list.dataset.index.split(" ").filter(Boolean);
  const box = document.querySelector(".search");
  const SHOWN = 60;
  const MARKED = 200;
  let rows = null;

  const rowOf = (number) => {
    rows ??= new Map([...list.querySelectorAll("[data-number]")].map((row) => [row.dataset.number, row]));
    return rows.get(String(number));
  };

  /* Leaves of a long list that are not in the page yet: they come when somebody gets there, or asks for what they hold. */
  const waiting = () => [...list.querySelectorAll(".list[data-leaf]")];
  async function bring(leaf) {
    const groups = waiting().filter((group) => group.dataset.leaf === leaf);
    if (!groups.length) return;
    const texts = await voicehall.load(`${slugs[0]}/list-${leaf}.js`, list.dataset.version);
    groups.forEach((group, place) => {
      if (!group.dataset.leaf) return;
      group.innerHTML = texts[place];
      delete group.dataset.leaf;
      rows = null;
    });
    heard().catch(() => {});
  }
  const leaves = () => [...new Set(waiting().map((group) => group.dataset.leaf))];
  const firstOf = (group) => Number(group.id.slice("from-".length));
  /* Until these episodes are in the page; all of them without a number. */
  async function reach(numbers = null) {
    const groups = waiting();
    const wanted = numbers === null ? leaves() : numbers.filter((number) => !rowOf(number)).map((number) => (
      groups.findLast((group) => firstOf(group) <= Number(number))?.dataset.leaf));
    await Promise.all([...new Set(wanted)].filter(Boolean).map(bring));
  }
  voicehall.list = { reach, more: async () => { const [next] = leaves(); if (next) await bring(next); return Boolean(next); } };
  if (leaves().length) {
    for (const link of document.querySelectorAll(".leaps [data-leaf]")) {
      link.href = link.hash;
      link.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        await bring(link.dataset.leaf).catch(() => {});
        if (link.hash !== location.hash) history.pushState(null, "", link.hash);
        // At once: whoever glides there would have everything brought that lies between.
        document.querySelector(link.hash).scrollIntoView({ behavior: "instant" });
      });
    }
    const near = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting || !target.dataset.leaf) continue;
        near.unobserve(target);
        bring(target.dataset.leaf).catch(() => near.observe(target));
      }
    }, { rootMargin: "1200px" });
    waiting().forEach((group) => near.observe(group));
  }
  const element = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };

  /* What somebody has heard is remembered by the player, under the guid of the episode. */
  async function heard() {
    const known = Object.keys(localStorage).some((name) => name.startsWith("voicehall:at:"));
    if (whole || !known) return;
    for (const episode of (await voicehall.search.open(slugs[0])).ready) {
      const at = voicehall.remembered(`at:${episode.guid}`);
      const facts = at !== null && rowOf(episode.number)?.querySelector(".facts");
      if (!facts || facts.querySelector(".heard")) continue;
      const text = at > 0 ? list.dataset.until.replace("{}", voicehall.clock(at)) : list.dataset.heard;
      facts.append(element("span", { className: "heard", textContent: text }));
    }
  }
  // A browser that keeps nothing has heard nothing.
  heard().catch(() => {});
  if (!box) return;

  const field = box.querySelector("input");
  const status = box.querySelector("p");
  const sorting = document.querySelector("#sort");
  const KEYS = ["q", "tag", "speaker", "sort"];
  let state = Object.fromEntries(KEYS.map((key) => [key, ""]));
  let turn = 0;
  let typed = false;

  const read = () => {
    const query = new URLSearchParams(location.search);
    return Object.fromEntries(KEYS.map((key) => [key, query.get(key) || ""]));
  };

  /* A stop for Back, or the same stop with more letters. */
  function write(more, stop) {
    const next = { ...state, ...more };
    // Whoever presses a link leaves the field: what is found must not be drawn anew under the finger.
    if (KEYS.every((key) => (next[key] || "") === (state[key] || ""))) return;
    const address = new URL(location.href);
    const query = new URLSearchParams(KEYS.filter((key) => next[key]).map((key) => [key, next[key]]));
    address.search = query;
    address.hash = "";
    if (address.href !== location.href) history[stop ? "pushState" : "replaceState"](null, "", address);
    apply(next);
  }

  function apply(next) {
    const before = state;
    state = next;
    if (field.value.trim() !== state.q) field.value = state.q;
    for (const link of document.querySelectorAll("[data-filter]")) {
      if (state[link.dataset.filter] === link.dataset.value) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const sorted = sorting && (before.sort || "") !== state.sort ? reach().then(sort) : null;
    search(sorted).catch((error) => console.error(error));
  }

  /* In the order of days, the newest first; else by number. Those without a day come last. */
  function sort() {
    sorting.value = state.sort === "newest" ? "newest" : "";
    const groups = [...list.querySelectorAll(".list")];
    const size = groups[0].children.length;
    const all = [...list.querySelectorAll("[data-number]")].map((row) => ({
      row, number: Number(row.dataset.number), day: row.querySelector("time")?.dateTime || "",
    }));
    const newest = (a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : b.number - a.number);
    all.sort(sorting.value ? newest : (a, b) => a.number - b.number);
    groups.forEach((group, at) => group.replaceChildren(...all.slice(at * size, (at + 1) * size).map(({ row }) => row)));
    const leaps = document.querySelector(".leaps");
    if (leaps) leaps.hidden = Boolean(sorting.value);
  }

  function quoted(episode, { time, before, found, after }) {
    const folder = whole ? `${episode.slug}/` : "";
    const href = `${folder}${episode.number}/index.html#t=${time}`;
    const link = element("a", { href }, `${voicehall.clock(time)}　…${before}`, element("mark", { textContent: found }), `${after}…`);
    return element("p", { className: "said-there" }, link);
  }

  function made(episode) {
    const title = element("a", { href: `${episode.slug}/${episode.number}/index.html`, textContent: episode.title });
    const body = element("div", {},
      element("p", { className: "number", textContent: `${episode.series} · ${episode.numbering}` }),
      element("h3", {}, title),
      element("p", { className: "summary", textContent: episode.summary }));
    const row = element("li", {}, body);
    row.dataset.series = episode.slug;
    return row;
  }

  /* Words found in titles and summaries, marked without touching them; of browsers that cannot, nothing is asked. */
  function mark(shown, terms) {
    if (!CSS.highlights) return;
    const ranges = [];
    for (const row of shown.slice(0, MARKED)) {
      for (const part of row.querySelectorAll("h3, .summary")) {
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        const nodes = [];
        let text = "";
        while (walker.nextNode()) { nodes.push({ node: walker.currentNode, at: text.length }); text += walker.currentNode.data; }
        const point = (at, last) => {
          const { node, at: first } = nodes.findLast((one) => one.at < at + (last ? 0 : 1)) || nodes[0];
          return [node, at - first];
        };
        for (const found of terms.map((term) => voicehall.search.place(text, term))) {
          if (!found) continue;
          const range = new Range();
          range.setStart(...point(found.start, false));
          range.setEnd(...point(found.stop, true));
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function show(found, quotes, terms, looking) {
    for (const line of list.querySelectorAll(".said-there")) line.remove();
    const shown = new Map();
    if (whole) {
      list.hidden = !found;
      document.querySelector(".shown").hidden = Boolean(found);
      for (const episode of (found || []).slice(0, SHOWN)) shown.set(episode, made(episode));
      list.replaceChildren(...shown.values());
    } else {
      for (const episode of found || []) shown.set(episode, rowOf(episode.number));
      const kept = found && new Set(shown.values());
      rowOf(0);
      for (const row of rows.values()) row.hidden = Boolean(kept) && !kept.has(row);
      list.classList.toggle("searched", Boolean(found));
    }
    for (const [episode, words] of quotes) if (words) shown.get(episode)?.querySelector("div").append(quoted(episode, words));
    mark([...shown.values()].filter(Boolean), terms);
    const { found: words, none, looking: wait, more } = box.dataset;
    if (!found) { status.textContent = ""; return; }
    const parts = [found.length ? words.replace("{}", found.length) : looking ? "" : none];
    if (whole && found.length > SHOWN) parts.push(more.replace("{}", found.length - SHOWN));
    if (looking) parts.push(wait);
    status.textContent = parts.filter(Boolean).join(" ");
  }

  async function search(sorted) {
    const mine = turn += 1;
    const stale = () => mine !== turn;
    await sorted;
    if (stale()) return;
    const asked = { text: state.q, tag: state.tag, speaker: state.speaker };
    if (!asked.text && !asked.tag && !asked.speaker) { show(null, new Map(), [], false); return; }
    const shown = async (found, ...more) => {
      if (!whole) await reach(found.map((episode) => episode.number));
      if (!stale()) show(found, ...more);
    };
    await voicehall.search.find(slugs, asked, shown, stale);
  }

  let writing = 0;
  field.addEventListener("input", () => {
    clearTimeout(writing);
    writing = setTimeout(() => { write({ q: field.value.trim() }, !typed); typed = true; }, 120);
  });
  // Whoever has left the field or pressed Enter is done with these words: the next are another stop.
  field.addEventListener("change", () => { clearTimeout(writing); write({ q: field.value.trim() }, !typed); typed = false; });
  field.addEventListener("focus", () => slugs.forEach((slug) => voicehall.search.open(slug).catch(() => {})), { once: true });
  for (const link of document.querySelectorAll("[data-filter]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const { filter, value } = link.dataset;
      write({ [filter]: state[filter] === value ? "" : value }, true);
    });
  }
  if (sorting) {
    sorting.addEventListener("change", () => write({ sort: sorting.value }, true));
  }
  const fromAddress = () => {
    // Earlier pages, and what people kept of them, have `#q=`.
    const old = voicehall.askedFor("q");
    typed = false;
    if (old !== null) write({ ...read(), q: old }, false);
    else if (KEYS.some((key) => read()[key] !== (state[key] || ""))) apply(read());
  };
  addEventListener("popstate", fromAddress);
  addEventListener("hashchange", fromAddress);
  fromAddress();
  if (!KEYS.some((key) => state[key]) && field.value) write({ q: field.value.trim() }, false);
})();
