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
from pipeline.messages import Message, tr
from pipeline.timebase import SAMPLE_RATE

SILENCE = -70.0
"""LUFS; the meter's absolute gate, below which nothing counts."""
METER = "ebur128=framelog=quiet:dualmono=true:metadata=1,ametadata=print:key=lavfi.r128.I"
"""The summary prints tenths only; the running value has three decimals. One channel counts as the two speakers
that play it."""
PEAK_METER = METER.replace("ebur128=", "ebur128=peak=true:") + ",ametadata=print:key=lavfi.r128.true_peak"
SAMPLES_IN = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0")

NOTHING = ("-f", "null", "-")
"""Output that is discarded."""


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
    log = run(
        Command(
            doing=tr("measuring the loudness of '{name}'", name=path.name),
            arguments=(*file_input(path), "-map", "0:a:0", "-af", PEAK_METER, *NOTHING),
            limit=3600,
        )
    )
    integrated = integrated_in(log)
    peak = _last(log, r"r128\.true_peak=(\S+)")
    return Measures(
        integrated=None if integrated is None else hundredths(integrated),
        true_peak=hundredths(decibels(peak)) if peak else None,
        range=None if integrated is None else range_in(log),
    )


def measures_text(measures: Measures) -> str:
    """The values as JSON."""
    return json.dumps({name: None if value is None else str(value) for name, value in asdict(measures).items()})


def measures_in(text: str) -> Measures:
    """The values that `measures_text` wrote."""
    return Measures(**{name: None if value is None else Decimal(value) for name, value in json.loads(text).items()})


@contextlib.contextmanager
def metering(
    doing: Message, output: Sequence[str] = NOTHING, *, log: list[str], effects: str = ""
) -> Iterator[IO[bytes]]:
    """Takes float samples, measures them and passes them on, through `effects`, to `output`.

    The meter's output is in `log` afterwards.
    """
    filters = f"{METER},{effects}" if effects else METER
    arguments = (*SAMPLES_IN, "-af", filters, "-threads", "1", *output)
    with writing(Command(doing=doing, arguments=arguments, limit=6 * 3600), log=log) as pipe:
        yield pipe


def integrated_in(log: str) -> float | None:
    """LUFS, None for silence and for less than the 400 ms that a meter needs."""
    found = _last(log, r"r128\.I=(\S+)")
    return None if found is None or found <= SILENCE else found


def range_in(log: str) -> Decimal | None:
    """LU, to a tenth."""
    found = _last(log, r"LRA: +(\S+) LU")
    return None if found is None else Decimal(f"{found:.1f}")


def decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def factor(level: float) -> float:
    """The amplitude of a level in dB."""
    return float(10 ** (level / 20))


def hundredths(level: float) -> Decimal:
    return Decimal(f"{level:.2f}")


def _last(log: str, pattern: str) -> float | None:
    found = re.findall(pattern, log)
    value = float(found[-1]) if found else math.nan
    return value if math.isfinite(value) else None
