"""Loudness: integrated level, range and true peak by EBU R 128, as FFmpeg measures them."""

import contextlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO

from pipeline.media.ffmpeg import Command, file_input, run, writing
from pipeline.timebase import SAMPLE_RATE

SILENCE = -70.0
"""LUFS; the meter's absolute gate, below which it counts nothing."""
METER = "ebur128=framelog=quiet:dualmono=true:metadata=1,ametadata=print:key=lavfi.r128.I"
"""The summary prints tenths only; the running figure has three decimals. One channel counts as the two speakers it is
heard from."""
PEAK_METER = METER.replace("ebur128=", "ebur128=peak=true:") + ",ametadata=print:key=lavfi.r128.true_peak"
SAMPLES_IN = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0")

NOTHING = ("-f", "null", "-")
"""Output that is thrown away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How loud a programme is; None where there is nothing but silence."""

    integrated: Decimal | None
    """LUFS."""
    true_peak: Decimal | None
    """dBTP."""
    range: Decimal | None
    """LU."""


def loudness_of(path: Path) -> Measures:
    """Measure any file's first sound stream: loudness to a hundredth, peaks to a thousandth of full scale.

    Raises MediaError when it cannot be decoded.
    """
    words = run(
        Command(
            doing=f"measuring the loudness of '{path.name}'",
            arguments=(*file_input(path), "-map", "0:a:0", "-af", PEAK_METER, *NOTHING),
            limit=3600,
        )
    )
    integrated = integrated_in(words)
    peak = _last(words, r"r128\.true_peak=(\S+)")
    return Measures(
        integrated=None if integrated is None else hundredths(integrated),
        true_peak=hundredths(decibels(peak)) if peak else None,
        range=None if integrated is None else range_in(words),
    )


def measures_text(measures: Measures) -> str:
    """The figures as JSON."""
    return json.dumps({name: None if value is None else str(value) for name, value in asdict(measures).items()})


def measures_in(text: str) -> Measures:
    """The figures that `measures_text` wrote."""
    return Measures(**{name: None if value is None else Decimal(value) for name, value in json.loads(text).items()})


@contextlib.contextmanager
def metering(
    doing: str, output: Sequence[str] = NOTHING, *, words: list[str], effects: str = ""
) -> Iterator[IO[bytes]]:
    """Takes float samples, measures them and sends them on, through `effects`, to `output`.

    The meter's words are in `words` afterwards.
    """
    filters = f"{METER},{effects}" if effects else METER
    arguments = (*SAMPLES_IN, "-af", filters, "-threads", "1", *output)
    with writing(Command(doing=doing, arguments=arguments, limit=6 * 3600), words=words) as pipe:
        yield pipe


def integrated_in(words: str) -> float | None:
    """LUFS, None for silence and for less than the 400 ms that a meter needs."""
    found = _last(words, r"r128\.I=(\S+)")
    return None if found is None or found <= SILENCE else found


def range_in(words: str) -> Decimal | None:
    """LU, to a tenth."""
    found = _last(words, r"LRA: +(\S+) LU")
    return None if found is None else Decimal(f"{found:.1f}")


def decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def factor(level: float) -> float:
    """The amplitude of a level in dB."""
    return float(10 ** (level / 20))


def hundredths(level: float) -> Decimal:
    return Decimal(f"{level:.2f}")


def _last(words: str, pattern: str) -> float | None:
    found = re.findall(pattern, words)
    value = float(found[-1]) if found else math.nan
    return value if math.isfinite(value) else None
