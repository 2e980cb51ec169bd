"""Drawing the gallery: every theme in wide, upright and square frames, on one page that holds all its pictures."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.effects.themes import presets
from pipeline.files import write_output
from pipeline.messages import Message, spoken, told, tr
from pipeline.model.series import PRESETS
from pipeline.model.timeline import Still
from pipeline.pages import pages
from pipeline.render.picture.gallery import as_webp
from pipeline.workflow.gallery.samples import look_named, samples
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session

DEFAULT = "gallery.html"
SHAPES: dict[str, tuple[int, int]] = {"16:9": (768, 432), "9:16": (405, 720), "1:1": (480, 480)}
"""Pixels of a picture in each shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sample in every shape."""

    name: Message
    pictures: tuple[tuple[str, int, int, str], ...]
    """Shape, width, height, and the picture as a `data:` address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A theme with all that it dresses."""

    name: str
    chinese: str
    colours: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryReport:
    path: Path
    themes: tuple[str, ...]
    pictures: int

    @property
    def ok(self) -> bool:
        return True

    def as_json(self) -> dict[str, object]:
        return {"ok": self.ok, "path": str(self.path), "themes": list(self.themes), "pictures": self.pictures}

    def describe(self, view: View) -> str:
        return "" if view.quiet else tr("look at {path}", path=self.path)


@in_session
def gallery(session: Session, *, to: Path | None = None) -> GalleryReport:
    """Write a page that shows every theme.

    Raises UsageProblem for a file of another kind, PipelineError where it cannot be drawn or written.
    """
    root = session.root_or_none
    path = session.page(to) if to else (root / "out" if root else session.cwd) / DEFAULT
    shown = []
    for name in PRESETS:
        session.progress.say(tr("drawing the theme '{name}'", name=name))
        shown.append(_shown(name))
    write_output(path, gallery_page(shown))
    pictures = sum(len(row.pictures) for one in shown for row in one.rows)
    return GalleryReport(path=path, themes=tuple(PRESETS), pictures=pictures)


def _shown(name: str) -> Shown:
    look, base = look_named(name), presets()[name]
    return Shown(
        name=name,
        chinese=PRESETS[name],
        colours=(base.background, base.inks.foreground, base.inks.accent),
        rows=tuple(
            Row(
                name=sample.name,
                pictures=tuple(
                    (shape, *size, _data(sample.still, *size)) for shape, size in SHAPES.items()
                ),
            )
            for sample in samples(look)
        ),
    )  # fmt: skip


def gallery_page(shown: Sequence[Shown]) -> str:
    """The page as HTML."""
    template = pages("pipeline.workflow.gallery").get_template("gallery.html")
    return template.render(themes=shown, shapes=list(SHAPES), language=spoken(), told=told)


def _data(still: Still, width: int, height: int) -> str:
    return "data:image/webp;base64," + b64encode(as_webp(still, width, height)).decode("ascii")
