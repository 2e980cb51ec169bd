"""Server logs in a workspace, and the media that they name."""

import json

from tests.e2e.conftest import Workspace


def elsewhere(studio: Workspace, **changes: object) -> str:
    """A list of one file of five minutes, made elsewhere."""
    entry = {
        "path": "/media/ep01.mp3",
        "series": "s",
        "episode": 1,
        "duration_s": 300,
        "header_bytes": 10_000,
        "bytes_per_second": 16_000,
        "size": 4_810_000,
    }
    return str(studio.write("media.json", json.dumps({"files": [entry | changes]})))


def log(studio: Workspace, *lines: str, name: str = "access.log") -> str:
    return str(studio.write(name, "".join(f"{line}\n" for line in lines)))
