"""Subtitle files of a programme: cues as WebVTT and SubRip text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from itertools import pairwise

from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.wording import timestamp

_SRT_TAG = re.compile(r"<(?=/?[A-Za-z])")
_VTT_TAG = re.compile(r"<[^>]*>")
_VTT_TIMES = re.compile(r"^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) +--> +(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}).*\n?", re.M)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufeff\ud800-\udfff]")


def tidy_cues(cues: Iterable[Cue], *, end: int) -> tuple[Cue, ...]:
    """Cues in order, one at a time, each longer than 0 ms, none before 0 or beyond `end` (ms); no blank lines.

    A cue that runs into the next is cut short; cues that begin at the same moment become one of several lines.
    """
    merged: dict[int, Cue] = {}
    for cue in sorted(cues, key=lambda cue: cue.start):
        start, stop, text = max(cue.start, 0), min(cue.stop, end), _clean(cue.text)
        if start >= stop or not text:
            continue
        if other := merged.get(start):
            merged[start] = replace(other, stop=max(other.stop, stop), text=f"{other.text}\n{text}")
        else:
            merged[start] = replace(cue, start=start, stop=stop, text=text)
    kept = [merged[start] for start in sorted(merged)]
    cut = [replace(cue, stop=min(cue.stop, after.start)) for cue, after in pairwise(kept)]
    return (*cut, *kept[-1:])


def vtt_text(cues: Iterable[Cue]) -> str:
    """A WebVTT file; the cues are tidy."""
    return "WEBVTT\n" + "".join(
        f"\n{timestamp(cue.start)} --> {timestamp(cue.stop)}\n{_vtt_escaped(cue.text)}\n" for cue in cues
    )


def vtt_cues(text: str) -> Iterator[Cue]:
    """The cues of a WebVTT file, without styles and positions; what `vtt_text` has written is read back the same.

    Without pysubs2, which takes text in braces for styling, and is twenty times as slow. Raises ValueError where the
    text is not WebVTT.
    """
    if not text.removeprefix("\ufeff").startswith("WEBVTT"):
        raise ValueError(tr("it does not begin with 'WEBVTT'"))
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n")):
        if times := _VTT_TIMES.search(block):
            start, stop = (_milliseconds(*times.groups()[place : place + 4]) for place in (0, 4))
            yield Cue(start=start, stop=stop, text=unescape(_VTT_TAG.sub("", block[times.end() :])).strip())


def srt_text(cues: Iterable[Cue]) -> str:
    """A SubRip file; the cues are tidy."""
    return "\n".join(
        f"{number}\n{timestamp(cue.start, ',')} --> {timestamp(cue.stop, ',')}\n{_srt_escaped(cue.text)}\n"
        for number, cue in enumerate(cues, start=1)
    )


def _clean(text: str) -> str:
    lines = (
        " ".join(_CONTROL.sub(" ", line).split()) for line in re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text)
    )
    return "\n".join(line for line in lines if line)


def _milliseconds(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


def _vtt_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_escaped(text: str) -> str:
    # SubRip has no escapes: what players would take for an arrow, a tag or an override becomes full-width signs.
    return _SRT_TAG.sub("＜", text.replace("-->", "--＞")).replace("{\\", "｛\\")
