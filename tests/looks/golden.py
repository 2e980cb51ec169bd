"""Golden pictures: how every theme looks, as somebody has seen it. `python -m tests.looks.golden` draws them anew.

Whoever changes a look draws them anew, looks at every picture that git shows as changed, and commits them with it.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

from pipeline.effects.look import Look
from pipeline.model.series import PRESETS
from pipeline.model.timeline import Still
from pipeline.render.picture.stills import draw
from pipeline.workflow.gallery.samples import look_named, samples

FOLDER = Path(__file__).parent / "golden"
COMMAND = "python -m tests.looks.golden"
KINDS = {
    "title": "a title card",
    "question": "a question, thinking time",
    "quote": "a quotation",
    "person": "a person",
    "over": "a lower third, a label and a caption",
}
"""Of the gallery's samples, those that are kept: their name here and there."""
SHAPES = {"wide": (240, 135), "upright": (135, 240)}
SCALE = 2
"""They are drawn larger and made smaller, since letters of so few pixels would be none."""


def themes() -> list[tuple[str, str]]:
    """Every theme in every shape."""
    return [(theme, shape) for theme in PRESETS for shape in SHAPES]


def sheet(theme: str, shape: str, look: Look | None = None) -> bytes:
    """A theme's pictures in a shape, side by side, as the file that is kept."""
    stills = {str(sample.name): sample.still for sample in samples(look or look_named(theme))}
    width, height = SHAPES[shape]
    whole = Image.new("RGB", (width * len(KINDS), height))
    for at, name in enumerate(KINDS.values()):
        whole.paste(picture(stills[name], shape), (at * width, 0))
    file = BytesIO()
    whole.save(file, "WEBP", quality=90, method=6)
    return file.getvalue()


def picture(still: Still, shape: str) -> Image.Image:
    width, height = SHAPES[shape]
    large = draw(still, width * SCALE, height * SCALE).convert("RGB")
    return large.resize((width, height), Image.Resampling.LANCZOS)


def pictures(file: bytes, shape: str) -> dict[str, Image.Image]:
    """Those of a sheet, by kind."""
    width, height = SHAPES[shape]
    with Image.open(BytesIO(file)) as opened:
        whole = opened.convert("RGB")
    return {kind: whole.crop((at * width, 0, (at + 1) * width, height)) for at, kind in enumerate(KINDS)}


def path(theme: str, shape: str) -> Path:
    return FOLDER / f"{theme}-{shape}.webp"


def renew() -> None:
    """Draw all of them anew."""
    FOLDER.mkdir(exist_ok=True)
    for theme, shape in themes():
        path(theme, shape).write_bytes(sheet(theme, shape))
        print(path(theme, shape))


if __name__ == "__main__":
    renew()
