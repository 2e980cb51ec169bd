"""Search without a server: what browsers load to find words in hundreds of episodes, piece by piece as it is asked for.

Titles, summaries, speakers and tags of a series are one small file. The words of its transcripts stand in an inverted
index that is cut into many: a browser loads those few in which what was typed can stand, and afterwards the transcripts
of what was found, to show the place. Chinese has no blanks between words, so every two characters that stand side by
side are a word of the index. `search.js` reads what is written here and cuts what is typed in the same way.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from operator import add
from string import ascii_letters, digits
from unicodedata import normalize

from pipeline.digest import digest
from pipeline.packaging.transcript import SpokenChapter, spoken_chapters
from pipeline.publish.item import Item, Page

VERSION = 1
"""Counts up when these files are written otherwise."""
SHARD = 8_000
"""Characters of transcripts for which there is a further piece of the index."""
SHARDS = 256
"""Pieces at most."""
DIGITS = digits + ascii_letters + "-_"
"""Of the numbers in which the index says episodes."""

_IDEOGRAPHS = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)  # fmt: skip
_RUNS = re.compile(f"[{_IDEOGRAPHS}]+|[^\\W{_IDEOGRAPHS}]+")
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")


def search_pages(items: Sequence[Item]) -> Iterator[Page]:
    """The transcripts of a series' items, the pieces of its index, and last what tells of them all."""
    home = items[0].series.slug
    spoken = [item for item in items if item.cues]
    keys = [words_key(item) for item in spoken]
    for item, key in zip(spoken, keys, strict=True):
        yield _words_page(item, key)
    shards = min(SHARDS, sum(len(cue.text) for item in spoken for cue in item.cues) // SHARD + 1)
    width = 1 if len(items) <= len(DIGITS) else 2 if len(items) <= len(DIGITS) ** 2 else 3
    version = digest([VERSION, shards, width, [item.number for item in items], [item.number for item in spoken], keys])

    @cache
    def index() -> Sequence[Mapping[str, str]]:
        return _index(items, shards=shards, width=width)

    for number in range(shards if spoken else 0):
        path = f"{home}/search/{number}.js"

        def make(path: str = path, number: int = number) -> bytes:
            return _script(path, index()[number])

        yield Page(path=path, key=digest([version, path]), make=make)
    yield _index_page(items, keys=dict(zip((item.number for item in spoken), keys, strict=True)), facts={
        "shards": shards if spoken else 0, "width": width, "version": version[:8]
    })  # fmt: skip


def words_key(item: Item) -> str:
    """Digest of what is said in an item, and when."""
    said = "\0".join(f"{cue.start} {cue.stop} {cue.text}" for cue in item.cues)
    parts = "\0".join(f"{chapter.start} {chapter.title}" for chapter in item.chapters)
    return sha256(f"{VERSION}\0{item.folder}\0{said}\0\0{parts}".encode(errors="replace")).hexdigest()


def tokens(text: str) -> set[str]:
    """The words of a text, folded: pairs of ideographs and the last of a run alone, and runs of letters and digits."""
    found: set[str] = set()
    for run in _RUNS.findall(normalize("NFKC", text).lower()):
        if _IDEOGRAPH.match(run):
            found.update(map(add, run, run[1:]))
            found.add(run[-1])
        else:
            found.add(run)
    return found


def _words_page(item: Item, key: str) -> Page:
    path = f"{item.folder}/words.js"

    def make() -> bytes:
        return _script(path, [_plain(chapter) for chapter in spoken_chapters(item.cues, item.chapters)])

    return Page(path=path, key=key, make=make)


def _plain(chapter: SpokenChapter) -> object:
    """Title and paragraphs; of every caption start and stop in milliseconds, and its words."""
    return [
        chapter.title,
        [[[one.start, one.stop, one.text + one.after] for one in paragraph] for paragraph in chapter.paragraphs],
    ]


def _index(items: Sequence[Item], *, shards: int, width: int) -> Sequence[Mapping[str, str]]:
    """Of every piece, by word, the places in `items` of the episodes that have it."""
    found: list[defaultdict[str, list[str]]] = [defaultdict(list) for _ in range(shards)]
    for place, item in enumerate(items):
        code = "".join(DIGITS[place // len(DIGITS) ** power % len(DIGITS)] for power in reversed(range(width)))
        # As they are read: a sentence goes on in the next caption.
        for word in tokens("".join(_paragraphs(item))):
            found[ord(word[0]) % shards][word].append(code)
    return [{word: "".join(shard[word]) for word in sorted(shard)} for shard in found]


def _paragraphs(item: Item) -> Iterator[str]:
    for chapter in spoken_chapters(item.cues, item.chapters):
        for paragraph in chapter.paragraphs:
            yield "".join(words.text + words.after for words in paragraph) + "\n"


def _index_page(items: Sequence[Item], *, keys: Mapping[int, str], facts: Mapping[str, object]) -> Page:
    path = f"{items[0].series.slug}/index.js"
    rows = [
        [
            item.number, item.numbering, item.title, item.summary, [*item.speakers, *item.tags],
            keys[item.number][:8] if item.number in keys else "",
        ]
        for item in items
    ]  # fmt: skip
    told: dict[str, object] = {"title": items[0].series.title, "episodes": rows, **facts}
    return Page(path=path, key=digest([VERSION, path, told]), make=lambda: _script(path, told))


def _script(path: str, value: object) -> bytes:
    """A value as a script that hands it over: pages that are opened from a disk may load nothing else."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"voicehall.take({json.dumps(path)},{text});\n".encode(errors="replace")
