"""A small valid workspace to change one thing in; its media hold a few bytes, only their presence is asked for."""

from pathlib import Path
from textwrap import dedent

from pipeline.manifest import WorkspaceContents, read
from pipeline.model.segments import Segment

STUDIO = """\
voicehall: 1
name: 开福区融媒体工作室
author: 开福红课堂
"""

SERIES = """\
title: 烈士塔下颂英烈
category: 党性教育
numbering: 第{number}集
total: 20
music: {file: assets/bed.mp3, gain: -18 dB}
intro:
  clip: intro.mp4
  music: none
outro:
  - card: "{series}\\n{author}"
    for: 5s
  - use: credits
parts:
  credits:
    image: assets/logo.png
    for: 3s
"""

EPISODE = """\
# yaml-language-server: $schema=../../manifest.schema.json
number: 1
title: 毛泽建：巾帼英烈
summary: 一位女战士的一生
date: 2022-03-31
speakers: [李明]
tags: [党性教育, 英烈]
segments:
  - use: intro
  - card: "{numbering}\\n{title}"
    for: 4s
    transition: dissolve
  - narration: narration/001.m4a
    script: narration/001.md
    pictures:
      - image: photos/stele.jpg
      - clip: clips/museum.mp4
        from: "00:12"
        to: "00:20"
        at: 30s
  - clip: clips/interview.mp4
    from: "00:05.2"
    to: "00:45"
    chapter: 采访
  - use: outro
"""

SCRIPT = """\
# 毛泽建的一生

[00:00.5] 毛泽建，湖南湘潭人。
[00:04] 她在衡山从事革命工作。
"""

MEDIA = (
    "intro.mp4",
    "narration/001.m4a",
    "photos/stele.jpg",
    "photos/school.jpg",
    "clips/museum.mp4",
    "clips/interview.mp4",
)
ASSETS = ("assets/bed.mp3", "assets/logo.png")


class Workspace:
    """Files under a folder, with words to change them and to read the whole."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "episodes/lieshita"
        for name in MEDIA:
            self.write(f"episodes/lieshita/{name}", "media")
        for name in ASSETS:
            self.write(name, "media")
        self.write("studio.yaml", STUDIO)
        self.write("episodes/lieshita/series.yaml", SERIES)
        self.write("episodes/lieshita/narration/001.md", SCRIPT)
        self.write("episodes/lieshita/001-mao-zejian.yaml", EPISODE)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def episode(self, text: str, name: str = "001-mao-zejian.yaml") -> None:
        """An episode's manifest instead of what was there."""
        self.write(f"episodes/lieshita/{name}", dedent(text))

    def change(self, name: str, before: str, after: str) -> None:
        """One text of a file replaced by another; it must be there."""
        path = self.root / name
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after, 1))

    def read(self, *what: str) -> WorkspaceContents:
        return read(self.root, what)

    def complaints(self, *what: str) -> str:
        """Every diagnostic as its author sees it."""
        return "\n".join(found.describe() for found in self.read(*what).diagnostics)


def segments(workspace: Workspace) -> tuple[Segment, ...]:
    """Those of the first episode, which must be without mistakes."""
    reading = workspace.read()
    assert reading.ok, workspace.complaints()
    return reading.episodes[0].segments
