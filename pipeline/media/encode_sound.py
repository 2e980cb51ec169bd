"""Encoding the mix: AAC, MP3 and Opus files of the same length and loudness."""

from pathlib import Path

from pipeline.media.ffmpeg import Command, file_input, run
from pipeline.model.rendition import Sound

CODECS = {
    "aac": ("-c:a", "aac", "-aac_coder", "fast", "-f", "ipod"),
    "mp3": ("-c:a", "libmp3lame", "-f", "mp3", "-id3v2_version", "0", "-write_xing", "1"),
    "opus": ("-c:a", "libopus", "-f", "opus"),
}


def encode_sound(mix: Path, sound: Sound, *, to: Path) -> None:
    """Encode a mix; leaves one file, as long as the mix.

    Raises MediaError when ffmpeg fails.
    """
    arguments = (
        *file_input(mix, "-threads", "1"), "-map", "0:a:0", "-map_metadata", "-1",
        "-ac", str(sound.channels), *CODECS[sound.codec], "-b:a", str(sound.bitrate), "-threads", "1",
        "-bitexact", f"file:{to}",
    )  # fmt: skip
    run(Command(doing=f"encoding the mix as {sound.codec}", arguments=arguments, limit=6 * 3600))
