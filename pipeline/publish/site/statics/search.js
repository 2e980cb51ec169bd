"use strict";
/* Search in the browser: titles at once, the words of transcripts as their pieces of the index arrive. */
voicehall.search = (() => {
  const MAYBE = 60;
  const QUOTED = 24;
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  const IDEOGRAPHS = "\\u3005-\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUNS = new RegExp(`[${IDEOGRAPHS}]+|(?:(?![${IDEOGRAPHS}])[\\p{L}\\p{N}_])+`, "gu");
  const IDEOGRAPH = new RegExp(`^[${IDEOGRAPHS}]`, "u");

  const folded = (text) => text.normalize("NFKC").toLowerCase();

  /* Words as the index has them (search.py); the last of a run of ideographs need not be looked up beside its pair. */
  function tokens(term) {
    return [...term.matchAll(RUNS)].flatMap(([run]) => {
      const letters = [...run];
      if (!IDEOGRAPH.test(run) || letters.length < 2) return [run];
      return letters.slice(1).map((letter, place) => letters[place] + letter);
    });
  }

  /* A series as its index.js tells it, every episode with the text that is searched at once. */
  const open = (slug) => voicehall.load(`${slug}/index.js`).then((told) => {
    if (!told.ready) {
      told.ready = told.episodes.map(([number, numbering, title, summary, speakers, tags, words, guid], place) => ({
        slug, place, number, numbering, title, summary, speakers, tags, words, guid, series: told.title,
        text: folded([numbering, title, summary, ...speakers, ...tags].join("\n")),
      }));
    }
    return Object.assign(told, { slug });
  });

  /* Places of the episodes that have a word beginning so in their transcripts. */
  async function having(series, token) {
    const [first] = token;
    const rest = token.slice(first.length);
    const found = new Set();
    await Promise.all(series.blocks.map(async ([shards, version], block) => {
      if (!shards) return;
      const piece = `${series.slug}/search/${block}-${token.codePointAt(0) % shards}.js`;
      for (const entry of ((await voicehall.load(piece, version))[first] || "").split(",")) {
        if (!entry.startsWith(rest)) continue;
        const codes = entry.slice(entry.indexOf(" ") + 1);
        for (let at = 0; at < codes.length; at += 2) {
          found.add(block * series.block + DIGITS.indexOf(codes[at]) * 64 + DIGITS.indexOf(codes[at + 1]));
        }
      }
    }));
    return found;
  }

  async function spoken(series, term) {
    const words = tokens(term);
    const sets = await Promise.all(words.map((word) => having(series, word)));
    return new Set(words.length ? [...sets[0]].filter((place) => sets.every((set) => set.has(place))) : []);
  }

  /* The transcript as one text, and where in it each caption begins. */
  async function transcript(episode) {
    const chapters = await voicehall.load(`${episode.slug}/${episode.number}/words.js`, episode.words);
    const cues = [];
    let text = "";
    for (const [, paragraphs] of chapters) {
      for (const paragraph of paragraphs) {
        for (const [start, , words] of paragraph) { cues.push({ at: text.length, start }); text += words; }
        text += "\n";
      }
    }
    return { text, cues };
  }

  /* Where a term stands in a text as it was written: folding may change lengths, so letter by letter. */
  function place(text, term) {
    let plain = "";
    const origin = [];
    for (let at = 0; at < text.length;) {
      const letter = String.fromCodePoint(text.codePointAt(at));
      for (const unit of folded(letter)) { for (let n = 0; n < unit.length; n += 1) origin.push(at); plain += unit; }
      at += letter.length;
    }
    const found = plain.indexOf(term);
    if (found < 0) return null;
    const last = origin[found + term.length - 1];
    return { start: origin[found], stop: last + String.fromCodePoint(text.codePointAt(last)).length };
  }

  async function quote(episode, terms) {
    const { text, cues } = await transcript(episode);
    const places = terms.map((term) => place(text, term));
    const first = places.findIndex((one) => one);
    const bare = terms.filter((term, index) => !places[index]);
    if (first < 0 || bare.some((term) => !episode.text.includes(term))) return null;
    const { start, stop } = places[first];
    const cue = cues.filter((one) => one.at <= start).pop();
    return {
      time: cue.start / 1000,
      before: text.slice(Math.max(0, start - 16), start).split("\n").pop(),
      found: text.slice(start, stop),
      after: text.slice(stop, stop + 28).split("\n")[0],
    };
  }

  /* Tells `show` twice what is found in these series: at once, and when the transcripts have been looked through, with
     what was said there. Stops when `stale` says that something else is asked for meanwhile. */
  async function find(slugs, { text, tag, speaker }, show, stale) {
    const terms = folded(text).split(/\s+/u).filter(Boolean);
    const series = await Promise.all(slugs.map(open));
    if (stale()) return;
    const chosen = series.map((one) => one.ready.filter((episode) => (!tag || episode.tags.includes(tag)) && (!speaker || episode.speakers.includes(speaker))));
    const told = chosen.flat().filter((episode) => terms.every((term) => episode.text.includes(term)));
    await show(told, new Map(), terms, Boolean(terms.length));
    if (stale()) return;
    if (!terms.length) return;
    const spokenOf = await Promise.all(series.map((one) => Promise.all(terms.map((term) => spoken(one, term).catch(() => new Set())))));
    if (stale()) return;
    const maybe = chosen.flatMap((ready, index) => ready.filter((episode) => !told.includes(episode) && terms.every(
      (term, at) => episode.text.includes(term) || spokenOf[index][at].has(episode.place))));
    // One word is found exactly; of several the index knows only that all are there, not that they stand together.
    const exact = terms.every((term) => tokens(term).length === 1 && tokens(term)[0] === term);
    const quotes = new Map();
    await Promise.all(maybe.slice(0, exact ? QUOTED : MAYBE).map(async (episode) => {
      // One whose transcript does not come may well be meant.
      quotes.set(episode, await quote(episode, terms).catch(() => undefined));
    }));
    if (stale()) return;
    await show([...told, ...maybe.filter((episode) => quotes.get(episode) !== null)], quotes, terms, false);
  }

  return { find, open, place };
})();
