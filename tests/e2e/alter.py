"""What may happen to a finished file: damage, another program's hands, other tags."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import mutagen.id3
import mutagen.mp4
from PIL import Image

from pipeline.media.ffmpeg import binary


def cut_short(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def flip_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(len(data) * 2 // 3, len(data) - 2000, 997):
        data[place] ^= 0xFF
    path.write_bytes(data)


def make_mdat_too_long(path: Path) -> None:
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") - 4
    data[at : at + 4] = (int.from_bytes(data[at : at + 4]) + 5000).to_bytes(4)
    path.write_bytes(data)


def remake(path: Path, *arguments: str) -> None:
    """What another program makes of the file."""
    other = path.with_name(f"other{path.suffix}")
    tags = ["-map_metadata", "0", "-movflags", "+faststart", "-map", "0"]
    command = [binary(), "-v", "error", "-y", "-i", path, *tags, "-c", "copy", *arguments, other]
    subprocess.run(command, check=True, capture_output=True)
    other.replace(path)


def re_encoded(*arguments: str) -> Callable[[Path], None]:
    fast = ("-c:v:0", "libx264", "-preset", "ultrafast", "-bf", "0") if "-filter:v:0" in arguments else ()
    return lambda path: remake(path, *fast, *arguments)


def shift_sound(path: Path) -> None:
    other = path.with_name("other.mp4")
    late = ["-i", path, "-itsoffset", "0.2", "-i", path, "-map", "0", "-map", "-0:a", "-map", "1:a"]
    command = [binary(), "-v", "error", "-y", *late, "-c", "copy", "-movflags", "+faststart", other]
    subprocess.run(command, check=True, capture_output=True)
    other.replace(path)


def without_chapters(path: Path) -> None:
    if path.suffix == ".mp4":
        remake(path, "-map_chapters", "-1", "-map", "-0:d")
        return
    tags = mutagen.id3.ID3(path)
    tags.delall("CHAP")
    tags.save(path, v2_version=3)


def another_title(path: Path) -> None:
    if path.suffix == ".mp4":
        file = mutagen.mp4.MP4(path)
        file["\xa9nam"] = "郭亮"
        file.save()
        return
    tags = mutagen.id3.ID3(path)
    tags.add(mutagen.id3.TIT2(encoding=1, text="郭亮"))
    tags.save(path, v2_version=3)


def another_language(path: Path) -> None:
    if path.suffix == ".mp4":
        remake(path, "-map", "-0:d", "-metadata:s:a:0", "language=eng")
        return
    tags = mutagen.id3.ID3(path)
    tags.add(mutagen.id3.TLAN(encoding=0, text="eng"))
    tags.save(path, v2_version=3)


def another_identity(path: Path) -> None:
    if path.suffix == ".mp4":
        file = mutagen.mp4.MP4(path)
        file["tven"] = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
        file.save()
        return
    tags = mutagen.id3.ID3(path)
    tags.add(mutagen.id3.TGID(encoding=0, text="917393e3-1b1e-5cef-ace4-edaa54e1f810"))
    tags.save(path, v2_version=3)


def another_cover(path: Path) -> None:
    picture = path.with_name("other.jpg")
    Image.new("RGB", (64, 64), "#123456").save(picture)
    data = picture.read_bytes()
    picture.unlink()
    if path.suffix == ".mp4":
        file = mutagen.mp4.MP4(path)
        file["covr"] = [mutagen.mp4.MP4Cover(data)]
        file.save()
        return
    tags = mutagen.id3.ID3(path)
    tags.delall("APIC")
    tags.add(mutagen.id3.APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=data))
    tags.save(path, v2_version=3)


def index_last(path: Path) -> None:
    other = path.with_name("other.mp4")
    command = [binary(), "-v", "error", "-y", "-i", path, "-map", "0", "-c", "copy", other]
    subprocess.run(command, check=True, capture_output=True)
    other.replace(path)
