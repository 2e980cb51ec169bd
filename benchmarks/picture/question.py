"""What a question costs: CPU seconds of its pieces at 1920 x 1080, drawn and encoded, beside a title card.

    python -m benchmarks.picture.question [SECONDS]

Every piece is made in a process of its own that has loaded the program and drawn a card before, as the processes of a
render have; the whole is the question asked, its countdown of SECONDS (8), and its answer.
"""

import argparse
import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from pipeline.build import Action
from pipeline.effects.look import Look
from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.effects.stills import TextCard
from pipeline.media.picture.fonts import default_fonts
from pipeline.messages import verbatim
from pipeline.model.media import Font
from pipeline.model.rendition import PRESETS, Picture
from pipeline.model.timeline import Placed, Still, StillSpan
from pipeline.render.perform import perform
from pipeline.render.picture.captions import lower_captions
from pipeline.render.picture.stills import lower_still
from pipeline.render.piece import Context

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
LOOK = Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=FONTS)
CARD = QuestionCard(
    question="毛泽建烈士牺牲于哪一年？", options=("1927年", "1928年", "1929年", "1930年"), right=2, answer="1929年",
    explain="1929年8月20日，毛泽建在湖南衡山英勇就义，年仅24岁。", look=LOOK,
)  # fmt: skip
CONTEXT = Context(tools="x", where="s/1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", nargs="?", type=int, default=8)
    seconds = parser.parse_args().seconds
    picture = PRESETS["video-1080p"].picture
    assert picture is not None
    title = TextCard(text="毛泽建", look=LOOK)
    pieces = {
        "asked": still(CARD, picture),
        "countdown": countdown(seconds, picture),
        "answered": still(Answered(card=CARD), picture),
        "a title card, to compare": still(title, picture),
    }
    costs = {name: cpu(action) for name, action in pieces.items()}
    for name, (cost, size) in costs.items():
        print(f"{name:26} {cost:5.2f} s of CPU  {size / 1000:6.0f} kB")
    whole = sum(cost for cost, _ in list(costs.values())[:3])
    print(f"{'the question':26} {whole:5.2f} s of CPU")


def still(shown: Still, picture: Picture) -> Action:
    return lower_still(shown, picture, CONTEXT, label=verbatim("still"))


def countdown(seconds: int, picture: Picture) -> Action:
    rate = int(picture.rate)
    spans = [
        Placed(
            start=step * rate,
            span=StillSpan(frames=rate, still=Countdown(card=CARD, left=seconds - step, of=seconds)),
            segment=0,
            label="",
        )
        for step in range(seconds)
    ]
    return lower_captions(spans, 0, picture, CONTEXT, label=verbatim("countdown")).action


def cpu(action: Action) -> tuple[float, int]:
    """CPU seconds, its children's too, and bytes; the least of three times."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(_warmed).result()
        found = [pool.submit(_made, action).result() for _ in range(3)]
    return min(found)


def _warmed() -> None:
    """What every process of a render has done: the program loaded, fonts read, the skipped frame tested."""
    picture = PRESETS["video-1080p"].picture
    assert picture is not None
    title = TextCard(text="声音馆", look=LOOK)
    with tempfile.TemporaryDirectory() as folder:
        perform(still(title, picture), [], to=Path(folder, "made"))


def _made(action: Action) -> tuple[float, int]:
    def spent() -> float:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in used)

    from pipeline.media.picture.cards import question

    question._asked.cache_clear()
    with tempfile.TemporaryDirectory() as folder:
        before = spent()
        perform(action, [], to=Path(folder, "made"))
        return spent() - before, Path(folder, "made").stat().st_size


if __name__ == "__main__":
    main()
