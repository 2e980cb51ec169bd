"""The store of requests of all logs ever read, a small file for each day, so that no request is counted twice.

Requests are a set: parsed a log again, a longer or a rotated one, or the same lines in another file adds nothing. The
rule is applied anew to all requests in every run, so that another rule or a late log gives the figures it would always
have given. A month that no log has added to for more than a year is closed: its requests and its salt are deleted, its
figures stay.
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
from pipeline.messages import tr
from pipeline.reach.downloads.media import MediaFile
from pipeline.reach.downloads.requests import NONE, REQUEST, Requests
from pipeline.reach.downloads.visitors import Salts

KEPT = 400
"""Days after which a month that no log has added to is closed."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStore:
    """A folder: `media.json`, a file for each day under `days/`, one for each month under `salts/`."""

    folder: Path

    def salts(self, *, news: Path | None = None) -> Salts:
        """The months' salts; new ones are written here, or to `news`."""
        return Salts(folder=self.folder / "salts", news=news or self.folder / "salts")

    def media(self) -> list[MediaFile]:
        """All media that requests point to.

        Raises PipelineError when the list is damaged: without it requests cannot be used.
        """
        path = self.folder / "media.json"
        try:
            return [MediaFile(**entry) for entry in json.loads(path.read_bytes())]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, RecursionError) as cause:
            hint = tr("delete the folder '{folder}' and read the logs again", folder=self.folder)
            raise PipelineError(tr("'{path}' is damaged", path=path), hint=hint) from cause

    def keep_media(self, media: Sequence[MediaFile]) -> None:
        """Write the list; it only ever grows at its end."""
        text = json.dumps([asdict(one) for one in media], ensure_ascii=False)
        write_whole(self.folder / "media.json", text, sync=True)

    def days(self) -> list[int]:
        """Days since 1970 (UTC) that have requests, in order."""
        return sorted(day_of(path) for path in (self.folder / "days").glob("????-??-??.npz"))

    def day(self, day: int) -> tuple[Requests, dict[int, int]]:
        """A day's requests, and on a month's first day its visitors' numbers of the month before, by their own.

        Raises PipelineError when its file is damaged, or of another version.
        """
        path = self._path(day)
        try:
            with np.load(path, allow_pickle=False) as kept:
                requests, previous = kept["facts"], kept["ties"]
        except FileNotFoundError:
            return NONE, {}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as cause:
            hint = tr("delete it and read the logs of that day again")
            raise PipelineError(tr("'{path}' is damaged", path=path), hint=hint) from cause
        if requests.dtype != REQUEST:
            hint = tr("delete it and read the logs of that day again")
            raise PipelineError(tr("'{path}' was written by another version", path=path), hint=hint)
        return requests, dict(previous.tolist())

    def keep_day(self, day: int, requests: Requests, previous: dict[int, int]) -> None:
        """Replace a day's file."""
        path = self._path(day)
        buffer = BytesIO()
        np.savez(buffer, facts=requests, ties=np.array(sorted(previous.items()), np.int64).reshape(-1, 2))
        write_whole(path, buffer.getbuffer(), sync=True)

    def close(self) -> None:
        """Delete the requests and salts of months that nothing was added to for `KEPT` days."""
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
    def locked(self) -> Iterator[None]:
        """One run at a time. Raises PipelineError while another one reads logs."""
        (self.folder / "days").mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "lock", timeout=0):
                yield
        except Timeout as cause:
            message = tr("another 'voicehall reach downloads' is reading logs in this workspace")
            raise PipelineError(message, hint=tr("run the same command again when it has ended")) from cause

    def _path(self, day: int) -> Path:
        return self.folder / "days" / f"{_EPOCH + timedelta(days=day)}.npz"


def day_of(path: Path) -> int:
    return (date.fromisoformat(path.name[:10]) - _EPOCH).days
