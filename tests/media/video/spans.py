"""Spans of clips, and what they are encoded to."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.digest import file_digest
from pipeline.media.probe.probe import probe
from pipeline.media.video.clips import encode_clip
from pipeline.model.media import Medium
from pipeline.model.rendition import Picture
from pipeline.model.timeline import ClipSpan

PICTURE = Picture(width=320, height=180, rate=Fraction(25), crf=12, preset="ultrafast")


def medium(path: Path) -> Medium:
    return Medium(content=file_digest(path), info=probe(path), path=path)


def clip(path: Path, start: Fraction | int, frames: int, fit: Any = "blur") -> ClipSpan:
    return ClipSpan(frames=frames, medium=medium(path), start=Fraction(start), fit=fit)


def encoded(span: ClipSpan, folder: Path, picture: Picture = PICTURE, threads: int = 1) -> Path:
    to = folder / "镜头 span"
    encode_clip(span, picture, threads=threads, to=to)
    return to
