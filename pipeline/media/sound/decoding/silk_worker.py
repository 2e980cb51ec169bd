"""The process that decodes SILK, started by `silk`: limits upon itself, then a voice message from file to file."""

import sys
from pathlib import Path

MISSING = 3
"""Its status where the package is not installed."""


def main(source: str, target: str, rate: int, seconds: int, memory: int, output: int) -> None:
    """`seconds` of CPU time, and bytes of memory and output."""
    try:
        import resource

        limits = ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, output))
        for what, most in (*limits, (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(what, (most, most))
    except (ImportError, AttributeError, ValueError, OSError):
        pass  # No such limits on this system; the time for which it is waited still holds.
    try:
        import pysilk
    except ImportError:
        sys.exit(MISSING)
    with Path(source).open("rb") as silk, Path(target).open("wb") as pcm:
        pysilk.decode(silk, pcm, rate)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
