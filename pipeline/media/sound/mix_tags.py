"""Mix tags: what is known about a mix, kept in the tags of its file."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from mutagen.flac import FLAC

from pipeline.media.sound.loudness import Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class MixTags:
    """What is needed to encode a mix."""

    samples: int
    """Its length."""
    measures: Measures
    limit: Decimal
    """Highest true peak of any file made from it, dBTP."""
    brightness: Decimal
    """Share of the audible energy above 15 kHz."""


def write_mix_tags(path: Path, known: MixTags) -> None:
    measures = known.measures
    values = {
        "integrated": measures.integrated,
        "true_peak": measures.true_peak,
        "range": measures.range,
        "limit": known.limit,
        "brightness": known.brightness,
    }
    tags = FLAC(path)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        if value is not None:
            tags[name] = str(value)
    tags.save()


def read_mix_tags(path: Path) -> MixTags:
    tags = FLAC(path)  # type: ignore[no-untyped-call]

    def value(name: str) -> Decimal | None:
        return Decimal(tags[name][0]) if name in tags else None

    measures = Measures(integrated=value("integrated"), true_peak=value("true_peak"), range=value("range"))
    return MixTags(
        samples=tags.info.total_samples,
        measures=measures,
        limit=value("limit") or Decimal(0),
        brightness=value("brightness") or Decimal(0),
    )
