"""Search without a server: files that browsers load, piece by piece, to find words in hundreds of episodes.

Titles, summaries, speakers and tags of a series are one small file. The words of its transcripts are in an inverted
index that is cut into many files: a browser loads those few that can have what was typed, and afterwards the
transcripts of the episodes found, to show the place. Chinese has no blanks between words, so every two characters that
follow each other are a word of the index. `search.js` reads these files and cuts what is typed in the same way.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from operator import add
from string import ascii_letters, digits
from unicodedata import normalize

from pipeline.digest import digest
from pipeline.packaging.transcript import SpokenChapter, spoken_chapters
from pipeline.publish.item import Item, Page

VERSION = 1
"""Counts up when these files are written in another way."""
BLOCK = 128
"""Episodes with an index of their own, so that a new episode changes only the last one."""
SHARD = 8_000
"""Characters of a block's transcripts for each piece of its index."""
SHARDS = 256
"""Pieces of a block at most."""
DIGITS = digits + ascii_letters + "-_"
"""Of the numbers, two digits each, by which the index names episodes."""

_IDEOGRAPHS = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)  # fmt: skip
_RUNS = re.compile(f"([{_IDEOGRAPHS}]+)|[^\\W{_IDEOGRAPHS}]+")
_BREAKS = re.compile(f"(?<=[{_IDEOGRAPHS}])\n(?=[{_IDEOGRAPHS}])")


def search_pages(items: Sequence[Item]) -> Iterator[Page]:
    """The transcripts of a series' items, the pieces of their index, and last `index.js`, which lists them all."""
    keys = {item.number: words_key(item) for item in items if item.cues}
    for item in items:
        if item.cues:
            yield _words_page(item, keys[item.number])
    blocks = [items[start : start + BLOCK] for start in range(0, len(items), BLOCK)]
    index = []
    for number, block in enumerate(blocks):
        shards = _shards(block)
        version = digest([VERSION, shards, [keys.get(item.number) for item in block]])
        index.append([shards, version[:8]])
        yield from _pieces(block, f"{items[0].series.slug}/search/{number}", shards=shards, version=version)
    yield _index_page(items, keys=keys, blocks=index)


def _shards(block: Sequence[Item]) -> int:
    """Into how many pieces the block's index is cut; none where there are no captions."""
    characters = sum(len(cue.text) for item in block for cue in item.cues)
    return min(SHARDS, characters // SHARD + 1) if characters else 0


def _pieces(block: Sequence[Item], base: str, *, shards: int, version: str) -> Iterator[Page]:
    @cache
    def index() -> Sequence[Mapping[str, str]]:
        return _index(block, shards)

    for number in range(shards):
        path = f"{base}-{number}.js"

        def make(path: str = path, number: int = number) -> bytes:
            return script(path, index()[number])

        yield Page(path=path, key=digest([version, path]), make=make)


def words_key(item: Item) -> str:
    """Digest of an item's captions and chapters with their times."""
    captions = "\0".join(f"{cue.start} {cue.stop} {cue.text}" for cue in item.cues)
    parts = "\0".join(f"{chapter.start} {chapter.title}" for chapter in item.chapters)
    if item.readings:
        parts += f"\0{digest(item.readings)}"
    return sha256(f"{VERSION}\0{item.folder}\0{captions}\0\0{parts}".encode(errors="replace")).hexdigest()


def tokens(text: str) -> Collection[str]:
    """The words of a text, folded, each once and in their order: pairs of ideographs and the last of a run alone, and
    runs of letters and digits.
    """
    found: dict[str, None] = {}
    for run in _RUNS.finditer(normalize("NFKC", text).lower()):
        letters = run[0]
        if run[1]:
            found.update(dict.fromkeys(map(add, letters, letters[1:])))
            found[letters[-1]] = None
        else:
            found[letters] = None
    return found.keys()


def _words_page(item: Item, key: str) -> Page:
    path = f"{item.folder}/words.js"

    def make() -> bytes:
        return script(path, [_plain(chapter) for chapter in spoken_chapters(item.cues, item.chapters, item.readings)])

    return Page(path=path, key=key, make=make)


def _plain(chapter: SpokenChapter) -> object:
    """Title and paragraphs; for every caption its start and stop in milliseconds, and its words."""
    return [
        chapter.title,
        [[[one.start, one.stop, one.text + one.after] for one in paragraph] for paragraph in chapter.paragraphs],
    ]


def _index(block: Sequence[Item], shards: int) -> Sequence[Mapping[str, str]]:
    """The pieces: by the first letter of words, their other letters with the places in the block of the episodes that
    have them.
    """
    having: defaultdict[str, list[str]] = defaultdict(list)
    for place, item in enumerate(block):
        code = DIGITS[place // len(DIGITS)] + DIGITS[place % len(DIGITS)]
        # A sentence goes on in the next caption.
        for word in tokens(_BREAKS.sub("", "\n".join(cue.text for cue in item.cues))):
            having[word].append(code)
    found: list[defaultdict[str, list[str]]] = [defaultdict(list) for _ in range(shards)]
    for word, codes in having.items():
        found[ord(word[0]) % shards][word[0]].append(f"{word[1:]} {''.join(codes)}")
    return [{first: ",".join(words) for first, words in piece.items()} for piece in found]


def _index_page(items: Sequence[Item], *, keys: Mapping[int, str], blocks: Sequence[object]) -> Page:
    path = f"{items[0].series.slug}/index.js"
    rows = [
        [
            item.number, item.numbering, item.title, item.summary, item.speakers, item.tags,
            keys.get(item.number, "")[:8], item.guid,
        ]
        for item in items
    ]  # fmt: skip
    data = {"title": items[0].series.title, "block": BLOCK, "blocks": blocks, "episodes": rows}
    return Page(path=path, key=digest([VERSION, path, data]), make=lambda: script(path, data))


def script(path: str, value: object) -> bytes:
    """A value as a script that passes it on: pages that are opened from a disk can load nothing else."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"voicehall.take({json.dumps(path)},{text});\n".encode(errors="replace")
