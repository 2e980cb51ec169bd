"""One channel: a finished file's sound as mono MP3, for loudspeakers in rooms and squares."""

from pathlib import Path

from pipeline.media.ffmpeg import Command, file_input, run

BITRATE = 64_000
"""Bits a second; what speech in one channel wants."""


def make_mono(source: Path, *, to: Path) -> None:
    """The mean of all channels of `source` as an MP3 without tags; the same source gives the same bytes.

    A single loudspeaker plays the mean as loud as two play both sides. Raises MediaError when ffmpeg fails.
    """
    arguments = (
        *file_input(source, "-threads", "1"), "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-vn",
        "-af", "aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1", "-c:a", "libmp3lame",
        "-b:a", str(BITRATE), "-id3v2_version", "0", "-write_xing", "1", "-bitexact", "-threads", "1",
        "-f", "mp3", "-y", f"file:{to}",
    )  # fmt: skip
    run(Command(doing=f"making one channel of '{source.name}'", arguments=arguments, limit=6 * 3600))
