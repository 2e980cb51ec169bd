"""`[JUDGE=PYTHON] python -m benchmarks.picture.typesetting`: twice 500 titles and 500 sentences at many widths.

Words are judged by jieba and, where they are there, pkuseg and THULAC, in an environment of their own whose Python
`JUDGE` names. A word counts as broken where a division between the judge's words would have done with as many lines.
Other titles show whether what was mended for the first holds for others. Exits with 1 where a number is missed.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from itertools import accumulate, pairwise
from math import inf

from PIL import Image

from benchmarks.support import texts
from pipeline.captions.linebreak import CLOSING, OPENING, units
from pipeline.media.picture.fonts import BOLD, default_fonts
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.model.media import Font

_SIZE = 100
_TITLES = (5, 6, 7, 8, 9, 10, 12, 14, 16)
_WIDTHS = {"titles": _TITLES, "other titles": _TITLES, "sentences": (8, 10, 12, 14, 16, 18, 20, 24)}
"""Ems."""
_JUDGES = {
    "jieba": "import jieba; jieba.setLogLevel(60); cut = lambda text: list(jieba.cut(text))",
    "pkuseg": "import pkuseg; cut = pkuseg.pkuseg().cut",
    "pkuseg with names": "import pkuseg; cut = pkuseg.pkuseg(user_dict=names).cut",
    "thulac": "import thulac; cut = lambda text: [w for w, _ in judge.cut(text)]; judge = thulac.thulac(seg_only=True)",
}
_ASK = (
    "import json, sys\nnames, texts = json.load(sys.stdin)\n{judge}\nprint(json.dumps([cut(text) for text in texts]))"
)
_HELD = ("jieba", "pkuseg with names")
"""Judges whose share counts: the others take parts of names and rare words for words of their own (登程口|占示)."""


def main() -> None:
    fonts = tuple(Font(content=str(path), path=path, index=index) for path, index in default_fonts())
    setter = Typesetter(fonts, weight=BOLD)
    missed = 0
    sets = {"titles": texts.titles(), "other titles": texts.other_titles(), "sentences": texts.sentences()}
    for name, made in sets.items():
        words = {judge: found for judge, code in _JUDGES.items() if (found := _judged(code, made))}
        missed += _look_over(setter, name, made, words)
    sys.exit(bool(missed) | (_speed(fonts) > 10))


def _look_over(setter: Typesetter, name: str, made: tuple[str, ...], words: dict[str, list[frozenset[int]]]) -> int:
    found: Counter[str] = Counter()
    shown: dict[str, list[str]] = {judge: [] for judge in words}
    for index, text in enumerate(made):
        for width in _WIDTHS[name]:
            block = setter.set(drawable(text), size=_SIZE, width=width * _SIZE, spacing=1.3)
            lines = block.lines
            found["set"] += 1
            found["breaks"] += len(lines) - 1
            found["forbidden"] += sum(after[0] in CLOSING or before[-1] in OPENING for before, after in pairwise(lines))
            found["alone"] += len(lines) > 1 and sum(one.isalnum() for one in lines[-1]) < 2
            found["too wide"] += setter.widest(block) > width * _SIZE + 1
            for judge, starts in words.items():
                broken = [place for place in _places(text, lines) if place not in starts[index]]
                if broken and _fewest(setter, text, starts[index], width) <= len(lines):
                    found[judge] += len(broken)
                    shown[judge].append(f"{width}: {' / '.join(lines)}")
    breaks = found["breaks"]
    figures = ", ".join(f"broken by {judge} {found[judge]} ({found[judge] / breaks:.2%})" for judge in shown)
    print(
        f"{name}: {found['set']} settings, {breaks} breaks: forbidden {found['forbidden']}, "
        f"alone {found['alone']}, too wide {found['too wide']}; {figures or 'no judge'}"
    )
    if "-v" in sys.argv:
        for judge, examples in shown.items():
            print(*(f"  {judge} {example}" for example in examples[:: max(1, len(examples) // 40)]), sep="\n")
    worst = max((found[judge] / breaks for judge in shown if judge in _HELD), default=0)
    return found["forbidden"] + found["alone"] + found["too wide"] + (worst > 0.01)


def _places(text: str, lines: tuple[str, ...]) -> list[int]:
    """Where in the text each line but the first begins; blanks between lines are gone, and selectors came."""
    found, at = [], 0
    for line in lines:
        line = line.replace("\ufe00", "")
        while text[at].isspace():
            at += 1
        found.append(at)
        for character in line:
            while text[at] != character:
                at += 1
            at += 1
    return found[1:]


def _fewest(setter: Typesetter, text: str, starts: frozenset[int], width: float) -> float:
    """Lines that are needed if no word is broken; infinitely many where one is wider than a line."""
    ends = [place for place in accumulate(map(len, units(text))) if place in starts or place == len(text)]
    count, begun, done = 1, 0, 0
    for end in ends:
        if setter.width(text[begun:end].strip()) > width:
            count, begun = count + 1, done
            if setter.width(text[begun:end].strip()) > width:
                return inf
        done = end
    return count


def _judged(code: str, made: tuple[str, ...]) -> list[frozenset[int]] | None:
    """Where words begin in each text; at marks and blanks ends one."""
    command = [os.environ.get("JUDGE", sys.executable), "-c", _ASK.format(judge=code)]
    run = subprocess.run(command, input=json.dumps([texts.names(), made]), capture_output=True, text=True, check=False)
    if run.returncode:
        return None
    found = []
    for text, words in zip(made, json.loads(run.stdout.splitlines()[-1]), strict=True):
        places, at = set(), 0
        for word in words:
            at = text.index(word, at)
            places.add(at)
            at += len(word)
        # Judges have words with blanks and marks in them, at which a line may always end.
        places |= {at for at in range(1, len(text)) if not (text[at - 1].isalnum() and text[at].isalnum())}
        found.append(frozenset(places))
    return found


def _speed(fonts: tuple[Font, ...]) -> float:
    """Milliseconds of CPU to set and draw a caption of two lines at 1920 x 1080, each met for the first time."""
    texts_once = [text for text in texts.sentences() if len(text) <= 32][:100]
    took = []
    for text in texts_once:
        begin = time.process_time()
        setter = Typesetter(fonts, weight=BOLD)
        block = setter.set(drawable(text), size=58, width=960, spacing=1.3)
        frame = Image.new("L", (1920, 200))
        setter.draw(frame, block, column=(96, 1824), top=20, fill="#ffffff", centred=True)
        took.append((time.process_time() - begin) * 1000)
    middle = statistics.median(took)
    print(f"a caption set and drawn: {middle:.1f} ms of CPU, the slowest of {len(took)} {max(took[1:]):.1f} ms")
    return middle


if __name__ == "__main__":
    main()
