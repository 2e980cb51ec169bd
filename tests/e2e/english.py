"""English words where Chinese is spoken."""

import re

ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z']+\b[ ,;]+){3}[A-Za-z][a-z']+\b")
"""Four words one after the other."""
NAMES = re.compile(r"“[^”]*”|`[^`]*`|\[[a-z-]+\]|voicehall( --?[\w-]+| [\w./]+)+|\S*[/=_.:]\S*")
"""What is the same in every language: quoted text, codes, commands, paths, addresses."""


def english_in(text: str) -> list[str]:
    """Lines of a source file are shown under a message, indented by four, with a caret below."""
    lines = text.splitlines()
    quoted = {place for place, line in enumerate(lines[1:]) if line.strip() == "^"}
    shown = [line for place, line in enumerate(lines) if place not in quoted]
    return [found for line in shown for found in ENGLISH.findall(NAMES.sub("", line))]
