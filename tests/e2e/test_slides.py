"""Slides from a manifest to the frames: which page is seen when, in every shape, and what is said of bad decks."""

import io
import os
import stat
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests import sources
from tests.e2e.conftest import Workspace
from tests.e2e.spoken import SPOKEN, recording
from tests.media.picture.documents import vector_pdf

COLOURS = {"red": (200, 20, 20), "green": (20, 180, 20), "blue": (20, 20, 200)}
SERIES = """\
title: 党课
renditions:
  main: {size: 320x180, rate: 25}
  up: {preset: vertical, size: 180x320}
"""
HEAD = "number: 1\ntitle: 课件\nsegments:\n"


def pdf(*colours: str, size: tuple[int, int] = (320, 180)) -> bytes:
    images = [Image.new("RGB", size, COLOURS[one]) for one in colours]
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:], quality=95)
    return data.getvalue()


@pytest.fixture
def deck(bare: Workspace) -> Workspace:
    """A deck of three colours, one recording a page and one of all."""
    folder = bare.root / "episodes/s"
    (folder / "deck.pdf").write_bytes(pdf(*COLOURS))
    for number, seconds in enumerate((1, 2, 1), start=1):
        name = f"page-{number}.wav"
        (folder / name).write_bytes(sources.sound(name, sources.sine(Fraction(seconds), -20)).read_bytes())
    (folder / "n.wav").write_bytes(recording("in-script.wav", SPOKEN).read_bytes())
    bare.write("episodes/s/series.yaml", SERIES)
    return bare


def seen(workspace: Workspace, name: str = "001 课件.mp4") -> list[tuple[str, float]]:
    """The colours of whole frames, and the second from which each is seen."""
    found: list[tuple[str, float]] = []
    with av.open(str(workspace.out(name))) as container:
        for index, frame in enumerate(container.decode(video=0)):
            pixels = frame.to_ndarray(format="rgb24").reshape(-1, 3).astype(int)
            near = [one for one, colour in COLOURS.items() if np.abs(pixels - colour).mean() < 12]
            colour = near[0] if near else "another"
            if not found or found[-1][0] != colour:
                found.append((colour, index / 25))
    return found


def test_each_page_is_seen_with_its_recording_in_every_shape(deck: Workspace):
    deck.episode(HEAD + "  - slides: deck.pdf\n    narration: [page-1.wav, page-2.wav, page-3.wav]\n")

    result = deck.json("render")

    expected = [("red", 0), ("green", 1), ("blue", 3)]
    assert seen(deck) == expected
    # Upright too the whole frame is in the colour of the page.
    assert seen(deck, "001 课件.up.mp4") == expected
    assert result["episodes"][0]["diagnostics"] == []
    assert deck.json("verify")["ok"]
    assert deck.json("render")["episodes"][0]["status"] == "fresh"


def test_pages_follow_the_paragraphs_of_a_script(deck: Workspace):
    script = "# 课\n\n毛泽建出生在湖南湘潭韶山。\n\n她自幼家境贫寒。\n\n人民没有忘记她。\n"
    deck.write("episodes/s/n.md", script)
    deck.episode(HEAD + "  - slides: deck.pdf\n    narration: n.wav\n    script: n.md\n")

    deck.json("render")

    found = seen(deck)
    assert [name for name, _ in found] == ["red", "green", "blue"]
    assert [start for _, start in found] == pytest.approx([0, SPOKEN[1][0], SPOKEN[2][0]], abs=0.12)
    assert "她自幼家境贫寒" in deck.out("001 课件.vtt").read_text(encoding="utf-8")


def test_pages_among_photographs_where_the_script_has_them(deck: Workspace):
    Image.new("RGB", (320, 180), COLOURS["green"]).save(deck.root / "episodes/s/photo.png")
    script = "![](deck.pdf){page=3}\n毛泽建出生在湖南湘潭韶山。\n\n![](photo.png)\n她自幼家境贫寒。\n\n"
    deck.write("episodes/s/n.md", script + "![](deck.pdf){page=1}\n人民没有忘记她。\n")
    deck.episode(HEAD + "  - slides: deck.pdf\n    narration: n.wav\n    script: n.md\n")

    (said,) = deck.json("check")["diagnostics"]
    deck.json("render")

    assert (said["code"], said["message"]) == ("pages-left-out", "the script does not show 1 page: 2")
    assert [name for name, _ in seen(deck)] == ["blue", "green", "red"]


def test_chosen_pages_at_stated_times_then_pages_without_sound(deck: Workspace):
    deck.episode(
        HEAD
        + "  - {slides: deck.pdf, pages: '3, 1', narration: n.wav, at: '00:04', chapter: 讲解}\n"
        + "  - {slides: deck.pdf, for: [1s, 6s, 1s], chapter: 再看一遍}\n"
    )

    deck.json("render")

    assert seen(deck) == [("blue", 0), ("red", 4), ("green", 10), ("blue", 16)]
    with av.open(str(deck.out("001 课件.mp4"))) as container:
        assert [one["metadata"]["title"] for one in container.chapters()] == ["讲解", "再看一遍"]


def test_equal_shares_are_said_before_anything_is_rendered(deck: Workspace):
    deck.episode(HEAD + "  - slides: deck.pdf\n    narration: n.wav\n")

    (said,) = deck.json("check")["diagnostics"]

    assert (said["code"], said["line"], said["column"]) == ("equal-shares", 4, 13)
    deck.json("render")
    assert [start for _, start in seen(deck)] == [0, 3, 6]


LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>/ID[<01><01>]"
DAMAGED = {
    "locked.pdf": vector_pdf(b"").replace(b"/Root 1 0 R", b"/Root 1 0 R" + LOCK),
    "nothing.pdf": b"%PDF-1.4\nnothing of the kind\x00\x01",
    "no-pages.pdf": vector_pdf(b"", pages=0),
    "a-text.pdf": b"this is a letter and no PDF at all, " * 20,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_deck_that_cannot_be_opened_is_said_at_its_name(name: str, deck: Workspace):
    (deck.root / "episodes/s" / name).write_bytes(DAMAGED[name])
    deck.episode(HEAD + f"  - slides: {name}\n    for: 1s\n")

    (said,) = deck.json("check", status=1)["diagnostics"]

    assert (said["severity"], said["line"], said["column"]) == ("error", 4, 13)
    assert name in said["message"]
    assert ("password" in said["message"]) == (name == "locked.pdf")


def test_a_page_that_is_not_there_is_said_at_its_number(deck: Workspace):
    deck.episode(HEAD + "  - slides: deck.pdf\n    pages: 2-5\n    for: 1s\n")

    (said,) = deck.json("check", status=1)["diagnostics"]

    assert (said["code"], said["line"], said["column"]) == ("no-such-page", 5, 12)
    assert said["message"] == "there are 3 pages in 'deck.pdf', there is no page 4"


OFFICE = """\
#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
name=$(basename "$3")
echo x >> "{ran}"
cp "{made}" "$2/${{name%.*}}.pdf"
"""


def with_office(workspace: Workspace, tmp_path: Path) -> tuple[dict[str, str], Path]:
    """An environment in which a program called soffice makes PDFs, and the file in which it counts its runs."""
    folder, made, ran = tmp_path / "bin", tmp_path / "made.pdf", tmp_path / "ran"
    folder.mkdir()
    made.write_bytes(pdf("green", "red"))
    program = folder / "soffice"
    program.write_text(OFFICE.format(ran=ran, made=made))
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}, ran


def test_a_presentation_is_printed_once_by_libreoffice(deck: Workspace, tmp_path: Path):
    deck.write("episodes/s/课件.pptx", "a presentation")
    deck.episode(HEAD + "  - slides: 课件.pptx\n    for: 1s\n")
    env, ran = with_office(deck, tmp_path)

    for _ in range(2):
        done = deck.run("render", env=env)
        assert done.returncode == 0, done.stdout + done.stderr

    assert seen(deck) == [("green", 0), ("red", 1)]
    assert ran.read_text() == "x\n"


def test_an_archive_takes_the_pdf_of_a_presentation_along(deck: Workspace, tmp_path: Path):
    deck.write("episodes/s/课件.pptx", "a presentation")
    deck.episode(HEAD + "  - slides: 课件.pptx\n    for: 1s\n")
    env, _ = with_office(deck, tmp_path)
    for words in (("render",), ("export", "archive", "--to", str(tmp_path / "kept"))):
        done = deck.run(*words, env=env)
        assert done.returncode == 0, done.stdout + done.stderr

    kept = Workspace(root=tmp_path / "kept")
    (kept.root / "out").rename(tmp_path / "out")
    assert kept.run("render", env={"PATH": str(tmp_path / "nowhere")}).returncode == 0

    assert kept.out("001 课件.mp4").read_bytes() == deck.out("001 课件.mp4").read_bytes()


def test_without_libreoffice_a_presentation_needs_its_pdf(deck: Workspace, tmp_path: Path):
    deck.write("episodes/s/课件.pptx", "a presentation")
    deck.episode(HEAD + "  - slides: 课件.pptx\n    for: 1s\n")
    nowhere = {"PATH": str(tmp_path)}

    done = deck.run("check", env=nowhere)
    (deck.root / "episodes/s/课件.pdf").write_bytes(pdf("red"))

    assert done.returncode == 1
    assert "'课件.pptx' is shown as a PDF, and LibreOffice is not here to make one [no-pdf]" in done.stdout
    assert done.stdout.count("001.yaml:4:13") == 1, "it is said once"
    assert "export it as PDF, and save that beside it as '课件.pdf'" in done.stdout
    assert deck.run("render", env=nowhere).returncode == 0
    assert seen(deck) == [("red", 0)]
