"""Pages of PDF files as pictures, drawn as sharp as the frame is."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.media.picture import pdf_worker
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr, trn
from pipeline.wording import duration

SECONDS = 60
"""That counting or drawing may take."""
MOST = 40_000_000
"""Pixels of a page as it is drawn; of one in a usual shape fewer are asked for."""
SIDE = 4000
"""Pixels of the longer side that a page is said to have: it can be drawn in any size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """What is known of a file from one of its pages."""

    pages: int
    width: int
    height: int
    """Pixels, the longer of them SIDE."""


def page_size(path: Path, number: int = 1) -> PageSize:
    """How many pages there are, and the shape of page `number` (from 1). Raises ProbeError for one that is not there,
    and for what is encrypted or damaged."""
    said, _ = _asked(path, number, (0, 0))
    wide, high = said["width"], said["height"]
    longest = max(wide, high, 1)
    return PageSize(
        pages=said["pages"],
        width=max(1, round(wide / longest * SIDE)),
        height=max(1, round(high / longest * SIDE)),
    )


def page_texts(path: Path, most: int) -> tuple[list[str | None], int]:
    """The words of at most so many pages, None for those of a damaged one; and how many pages there are.

    Raises ProbeError like `page_size`.
    """
    said, _ = _asked(path, 0, (0, 0), most)
    return said["texts"], said["pages"]


def draw_page(path: Path, number: int, width: int, height: int, *, inside: bool = False) -> Image.Image:
    """A page (from 1) as an RGB picture that fills `width` x `height`, or the largest `inside` it.

    Raises ProbeError like `page_size`.
    """
    said, pixels = _asked(path, number, (width, height), how=pdf_worker.INSIDE if inside else pdf_worker.FILLING)
    return Image.frombytes("RGB", (said["columns"], said["rows"]), pixels)


def _asked(
    path: Path, number: int, size: tuple[int, int], most: int = MOST, how: str = pdf_worker.FILLING
) -> tuple[dict[str, Any], bytes]:
    words = [str(path), str(number), *(str(side) for side in size), str(most), how]
    command = [sys.executable, "-P", str(Path(pdf_worker.__file__)), *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        message = tr(
            "drawing page {page} of '{name}' takes more than {limit}",
            page=number,
            name=path.name,
            limit=duration(SECONDS),
        )
        raise ProbeError("unreadable-media", message, hint=tr("save the page as a PNG picture")) from None
    line, _, pixels = done.stdout.partition(b"\n")
    said: dict[str, Any] = json.loads(line) if done.returncode == 0 and line else {"problem": pdf_worker.BROKEN}
    if problem := said.get("problem"):
        raise _problem(path, number, problem, said.get("pages", 0))
    if len(pixels) != said.get("columns", 0) * said.get("rows", 0) * 3:
        raise _problem(path, number, pdf_worker.BROKEN, 0)
    return said, pixels


def _problem(path: Path, number: int, problem: str, pages: int) -> ProbeError:
    if problem == pdf_worker.PASSWORD:
        return ProbeError(
            "unreadable-media", tr("'{name}' is locked with a password", name=path.name),
            hint=tr("open it and save a copy without a password"),
        )  # fmt: skip
    if problem == pdf_worker.MISSING:
        message = trn(
            "'{name}' has {count} page, there is no page {page}", "'{name}' has {count} pages, there is no page {page}",
            pages, name=path.name, page=number,
        )  # fmt: skip
        return ProbeError("no-such-page", message)
    return ProbeError(
        "unreadable-media", tr("'{name}' is a PDF without a page that can be drawn", name=path.name),
        hint=tr("open it, and print or export it as PDF again"),
    )  # fmt: skip
