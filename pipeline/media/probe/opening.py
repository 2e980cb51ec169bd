"""Opening media by PyAV: the file itself and nothing that it refers to, whole or a stretch of its bytes."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer

from pipeline.documents.foreign import HEAD, Foreign, foreign
from pipeline.errors import in_words
from pipeline.media import ffmpeg
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr

SECONDS_TO_OPEN = 20

_OPTIONS = {
    "protocol_whitelist": ffmpeg.PROTOCOLS,
    "format_whitelist": ffmpeg.DEMUXERS,
    "max_streams": "64",
    "probesize": str(8 << 20),
    "analyzeduration": str(10_000_000),
}


@contextlib.contextmanager
def opened(path: Path, stretch: tuple[int, int] | None = None, *, unedited: bool = False) -> Iterator[InputContainer]:
    """A media file, or its bytes from the first of `stretch` up to the second, opened by PyAV.

    `unedited` gives the whole recording of an MP4, at its own times, whatever its edit lists play of it.
    Raises ProbeError for what no demuxer of real media recognizes, and for any failure while it is open.
    """
    address, options = ffmpeg.address(path, stretch), _OPTIONS | ffmpeg.reading_options(path)
    if stretch:
        options["protocol_whitelist"] += ",subfile"
    if unedited:
        name, value = ffmpeg.UNEDITED
        options[name.removeprefix("-")] = value
    try:
        container = av.open(address, options=options, metadata_errors="replace", timeout=SECONDS_TO_OPEN)
    except (av.error.InvalidDataError, av.error.ArgumentError) as cause:
        # The latter is raised for a demuxer that is not on the list.
        if found := _foreign(path):
            message = tr("'{name}' is {what}, not a media file", name=path.name, what=found.what)
            if found.medium:
                message = tr("'{name}' is {what}, which cannot be read here", name=path.name, what=found.what)
            raise ProbeError("not-media", message, hint=found.advice) from cause
        raise ProbeError(
            "not-media", tr("'{name}' is not a media file, or its header is missing", name=path.name),
            hint=tr("a recording that was cut off often lacks its index: copy or export it again"),
        ) from cause  # fmt: skip
    except av.FFmpegError as cause:
        message = tr("'{name}' cannot be opened: {reason}", name=path.name, reason=in_words(cause))
        raise ProbeError("unreadable-media", message) from cause
    with container:
        try:
            yield container
        except av.FFmpegError as cause:
            message = tr("'{name}' cannot be read: {reason}", name=path.name, reason=in_words(cause))
            raise ProbeError("unreadable-media", message) from cause


def _foreign(path: Path) -> Foreign | None:
    with path.open("rb") as file:
        return foreign(file.read(HEAD), path.suffix)
