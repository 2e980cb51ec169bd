"""Every theme looks as it did when somebody last looked at it."""

from dataclasses import replace

import pytest

from pipeline.effects.look import Look
from pipeline.media.picture.font_file import faces
from pipeline.workflow.gallery.samples import look_named
from tests.looks.golden import COMMAND, path, pictures, sheet, themes
from tests.looks.ssim import likeness

ALIKE = 0.95


def with_noto(theme: str) -> Look:
    """The look in the fonts that the golden pictures are set in."""
    look = look_named(theme)
    family = faces(look.fonts[0].path)[look.fonts[0].index].family
    if family not in ("Noto Sans CJK SC", "Noto Serif CJK SC") or (look.dress.face == "serif") != ("Serif" in family):
        pytest.skip(f"golden pictures are set in fonts-noto-cjk, here is {family}")
    return look


def unlike(theme: str, shape: str, look: Look) -> dict[str, float]:
    """The kinds that no longer look as they did, and how alike they are."""
    kept = pictures(path(theme, shape).read_bytes(), shape)
    found = {kind: likeness(one, kept[kind]) for kind, one in pictures(sheet(theme, shape, look), shape).items()}
    return {kind: round(alike, 3) for kind, alike in found.items() if alike < ALIKE}


@pytest.mark.parametrize(("theme", "shape"), themes())
def test_a_theme_looks_as_it_did(theme: str, shape: str):
    changed = unlike(theme, shape, with_noto(theme))

    assert not changed, (
        f"'{theme}' {shape} looks different: {changed} (alike is {ALIKE} and more). "
        f"If that is meant: {COMMAND}, look at tests/looks/golden/, and commit it"
    )


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        # Another accent of the same lightness, another frame, other captions.
        ({"accent": "#4fd0c0"}, {"title", "quote", "person", "over"}),
        ({"dress": {"frame": "none"}}, {"title", "question", "quote", "person"}),
        ({"dress": {"captions": "bar"}}, {"over"}),
    ],
)
def test_a_changed_look_is_seen(change: dict[str, object], kinds: set[str]):
    look = with_noto("red-gold")
    if isinstance(dress := change.get("dress"), dict):
        change = {"dress": replace(look.dress, **dress)}

    assert kinds <= set(unlike("red-gold", "wide", replace(look, **change)))


def test_all_of_them_are_small_enough_to_be_kept():
    assert sum(path(*one).stat().st_size for one in themes()) < 400_000
