"""The ledger: facts of all logs ever read, a small file for each day, so that no request is counted twice.

Facts are a set: reading a log again, a longer or a rotated one, or the same lines in another file adds nothing. Rules
are applied anew to all facts in every run, so that another rule or a late log gives the figures it would always have
given. What no log has added to for more than a year is closed: its facts and its salt go, its figures stay.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from filelock import FileLock, Timeout

from pipeline.errors import PipelineError
from pipeline.files import write_whole
from pipeline.reach.downloads.media import Medium
from pipeline.reach.downloads.requests import FACT, NONE, Facts
from pipeline.reach.downloads.visitors import Salts

KEPT = 400
"""Days after which a month that no log has added to is closed."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A folder: `media.json`, a file for each day under `days/`, one for each month under `salts/`."""

    folder: Path

    def salts(self, *, news: Path | None = None) -> Salts:
        """The months' salts; new ones go to the ledger, or to `news`."""
        return Salts(folder=self.folder / "salts", news=news or self.folder / "salts")

    def media(self) -> list[Medium]:
        """All media that facts point to.

        Raises PipelineError when the list is damaged: facts are worth nothing without it.
        """
        path = self.folder / "media.json"
        try:
            return [Medium(**entry) for entry in json.loads(path.read_bytes())]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, RecursionError) as cause:
            raise PipelineError(
                f"'{path}' is damaged", hint=f"remove the folder '{self.folder}' and read the logs again"
            ) from cause

    def keep_media(self, media: Sequence[Medium]) -> None:
        """Write the list; it only ever grows at its end."""
        text = json.dumps([asdict(one) for one in media], ensure_ascii=False)
        write_whole(self.folder / "media.json", text, sync=True)

    def days(self) -> list[int]:
        """Days since 1970 (UTC) that have facts, in order."""
        return sorted(day_of(path) for path in (self.folder / "days").glob("????-??-??.npz"))

    def day(self, day: int) -> tuple[Facts, dict[int, int]]:
        """A day's facts, and on a month's first day what its visitors were called in the month before."""
        path = self._path(day)
        try:
            with np.load(path, allow_pickle=False) as kept:
                facts, ties = kept["facts"], kept["ties"]
        except FileNotFoundError:
            return NONE, {}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as cause:
            raise PipelineError(
                f"'{path}' is damaged", hint="remove it, and read the logs of that day again"
            ) from cause
        if facts.dtype != FACT:
            raise PipelineError(
                f"'{path}' is of another version", hint="remove it, and read the logs of that day again"
            )
        return facts, dict(ties.tolist())

    def keep_day(self, day: int, facts: Facts, ties: dict[int, int]) -> None:
        """Replace a day's file."""
        path = self._path(day)
        buffer = BytesIO()
        np.savez(buffer, facts=facts, ties=np.array(sorted(ties.items()), np.int64).reshape(-1, 2))
        write_whole(path, buffer.getbuffer(), sync=True)

    def close(self) -> None:
        """Close the months that nothing was added to for long."""
        oldest = time.time() - KEPT * 86_400
        months: dict[str, list[Path]] = {}
        for path in sorted((self.folder / "days").glob("????-??-??.npz")):
            months.setdefault(path.name[:7], []).append(path)
        for month, paths in months.items():
            if all(path.stat().st_mtime < oldest for path in paths):
                self.salts().close(month)
                for path in paths:
                    path.unlink()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One run at a time.

        Raises PipelineError while another one is at work.
        """
        (self.folder / "days").mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "lock", timeout=0):
                yield
        except Timeout as cause:
            raise PipelineError("another run is reading logs already", hint="wait until it is done") from cause

    def _path(self, day: int) -> Path:
        return self.folder / "days" / f"{_EPOCH + timedelta(days=day)}.npz"


def day_of(path: Path) -> int:
    return (date.fromisoformat(path.name[:10]) - _EPOCH).days
