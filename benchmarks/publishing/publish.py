"""`python -m benchmarks.publishing.publish`: 800 finished programmes, published to a folder; site and feeds alone.

Words come from a vocabulary in which few words are frequent and many are rare, as in real texts, so that the index of
the search is as large as a real one. Media are a few kilobytes each: sending them is not what is looked at.
"""

import argparse
import random
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.support.measure import Cost, cost
from benchmarks.support.tools import WORK
from pipeline.model.captions import Cue
from pipeline.model.programme import ProgrammeChapter, Stamp
from pipeline.packaging.record import Record, RecordFile, record_text
from pipeline.packaging.transcript import caption_texts
from pipeline.publish.feed import feed_pages
from pipeline.publish.from_record import item_of
from pipeline.publish.item import Item, ItemSeries, Page, TargetContents
from pipeline.publish.site import site_pages

CAPTIONS = 110
"""Of a lesson of five and a half minutes."""
LETTERS = [chr(0x4E00 + n) for n in range(3500)]
_DICE = random.Random(0)
VOCABULARY = ["".join(_DICE.choices(LETTERS, k=_DICE.choice((1, 2, 2, 2, 3)))) for _ in range(12_000)]
WEIGHTS = [1 / (rank + 3) for rank in range(len(VOCABULARY))]
FIRST, AGAIN = 20, 2
"""Seconds that site and feeds of the whole series, and those of one changed episode, may take."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.publishing.publish", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--episodes", type=int, default=800)
    given = parser.parse_args()
    workspace = WORK / "publish"
    shutil.rmtree(workspace, ignore_errors=True)
    records = [_lesson(workspace, number, Words(seed=number)) for number in range(1, given.episodes + 1)]
    (workspace / "studio.yaml").write_text(
        'name: 声音馆\ntargets:\n  site: {url: "file://site", public: "https://hall.example.org/lessons/"}\n', "utf-8"
    )
    (workspace / "episodes/lieshita/series.yaml").write_text(
        "title: 烈士塔下颂英烈\nauthor: 开福区\nnumbering: 第{number}期\n", "utf-8"
    )
    kept = _pages(workspace, records)
    print("\nthe whole command                     wall s  cpu s  peak MB")
    _told("publish, from scratch", _publish(workspace))
    _told("publish, nothing changed", _publish(workspace))
    _lesson(workspace, given.episodes // 2, Words(seed=-1))
    _told("publish, one lesson said anew", _publish(workspace))
    sys.exit(not kept)


def _pages(workspace: Path, records: list[Record]) -> bool:
    """Make all pages, then those of one changed episode; whether that took no longer than promised."""
    series = ItemSeries(
        id="lieshita", title="烈士塔下颂英烈", author="开福区", language="zh-CN", numbering="第{number}期"
    )
    items = [
        item_of(record, series, root=workspace, content=lambda path: _digest(path.read_bytes())) for record in records
    ]
    middle = len(items) // 2
    cues = tuple(replace(cue, text=Words(seed=-cue.start).sentence()) for cue in items[middle].cues)
    held: dict[str, str] = {}
    print("site and feeds                          files     MB  wall s  cpu s")
    taken = {
        "from scratch": _make(items, held),
        "nothing changed": _make(items, held),
        "another title": _make([*items[:middle], replace(items[middle], title="另一课"), *items[middle + 1 :]], held),
        "another transcript": _make([*items[:middle], replace(items[middle], cues=cues), *items[middle + 1 :]], held),
    }
    for name, made in taken.items():
        print(f"{name:36}  {made.files:7,}  {made.bytes / 1e6:5.1f}  {made.wall:6.2f}  {made.cpu:5.2f}")
    first, *again = (made.wall for made in taken.values())
    return first <= FIRST and max(again) <= AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    files: int
    bytes: int
    wall: float
    cpu: float


def _make(items: list[Item], held: dict[str, str]) -> Made:
    """Make the pages that are not held under the same key; `held` knows them afterwards."""
    catalogue = TargetContents(studio="声音馆", public="https://hall.example.org/lessons/", items=tuple(items))
    begun, spent = perf_counter(), process_time()
    sizes = []
    for page in _both(catalogue):
        if held.get(page.path) != page.key:
            sizes.append(len(page.make()))
            held[page.path] = page.key
    return Made(files=len(sizes), bytes=sum(sizes), wall=perf_counter() - begun, cpu=process_time() - spent)


def _both(catalogue: TargetContents) -> Iterator[Page]:
    yield from site_pages(catalogue)
    yield from feed_pages(catalogue)


def _publish(workspace: Path) -> Cost:
    return cost([sys.executable, "-m", "cli", "publish", "--to", "site", "--quiet", "--workspace", str(workspace)])


def _told(name: str, found: Cost) -> None:
    print(f"{name:36}  {found.wall:6.2f}  {found.cpu:5.2f}  {found.peak:7.0f}")


class Words:
    """Sentences of made-up words, the same for the same seed."""

    def __init__(self, *, seed: int) -> None:
        self._random = random.Random(seed)

    def sentence(self) -> str:
        words = self._random.choices(VOCABULARY, WEIGHTS, k=6)
        return "".join(words) + self._random.choice("，。！")


def _lesson(workspace: Path, number: int, words: Words) -> Record:
    """A finished programme with its manifest."""
    cues = tuple(
        Cue(start=n * 3000, stop=n * 3000 + 2800, text=f"{words.sentence()}\n{words.sentence()}")
        for n in range(CAPTIONS)
    )
    length = CAPTIONS * 3000
    chapters = tuple(
        ProgrammeChapter(start=n * length // 5, stop=(n + 1) * length // 5, title=words.sentence()[:8])
        for n in range(5)
    )
    title, day = words.sentence()[:10], date(2018, 1, 3) + timedelta(days=3 * number)
    stamp = Stamp(
        series_id="lieshita", number=number, total=None, title=title, series="烈士塔下颂英烈", artist="开福区",
        date=day, language="zh-CN", category="", summary=words.sentence() * 3, chapters=chapters, cues=cues,
        duration=Fraction(length, 1000), speakers=("李明",), tags=("党史", "英烈"),
    )  # fmt: skip
    stem = f"{number:03d}"
    content = {f"{stem}{suffix}": text.encode() for suffix, text in caption_texts(stamp).items()}
    content |= {f"{stem}{suffix}": bytes([number % 256]) * 4000 for suffix in (".mp4", ".mp3", ".jpg", ".square.jpg")}
    record = Record(
        manifest=f"episodes/lieshita/{stem}.yaml", series=stamp.series_id, series_title=stamp.series, number=number,
        title=title, summary=stamp.summary, date=day, language=stamp.language, speakers=stamp.speakers, tags=stamp.tags,
        duration=stamp.duration, chapters=chapters, files=tuple(_files(content)), guid=f"guid-{number}",
    )  # fmt: skip
    _write(workspace / "out/lieshita", content | {f"{stem}.json": record_text(record).encode()})
    _write(
        workspace / "episodes/lieshita",
        {f"{stem}.yaml": f"number: {number}\ntitle: {title}\nguid: guid-{number}\n".encode()},
    )
    return record


def _files(content: Mapping[str, bytes]) -> Iterator[RecordFile]:
    renditions = {".mp4": "main", ".mp3": "sound"}
    for name, data in content.items():
        yield RecordFile(
            path=name, rendition=renditions.get(Path(name).suffix, ""), sha256=_digest(data), bytes=len(data)
        )


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _write(folder: Path, content: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
