"""`python -m benchmarks.publishing.sftp`: how fast files reach an SSH server, beside plain `sftp put`."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import monotonic
from unittest.mock import patch

from benchmarks.support.tools import WORK
from pipeline.publish.targets import sftp
from pipeline.publish.targets.sftp import SftpFolder
from tests.programs import program
from tests.publish.targets.servers import HOST, USER, SshServer, ssh_server

LEAST = 0.8
"""Of the speed of plain `sftp put`, that sending with all its looking after is to reach."""
BLOCK = 1 << 18


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--megabytes", type=int, default=60, help="of each file")
    parser.add_argument("--uploads", type=int, default=2, help="at once, as a target has it")
    parser.add_argument("--rounds", type=int, default=7, help="of each, by turns; the medians count")
    given = parser.parse_args()
    folder = WORK / "sftp"
    shutil.rmtree(folder, ignore_errors=True)
    sources = list(_sources(folder / "files", given.files, given.megabytes * 1_000_000))
    size = sum(path.stat().st_size for path in sources)
    with ssh_server(folder / "server") as server:
        ways: dict[str, Callable[[Path], None]] = {
            "sftp put": lambda to: _plain(server, sources, to),
            "sending": lambda to: _ours(server, sources, to, uploads=given.uploads, verify=False),
            "sending, verified": lambda to: _ours(server, sources, to, uploads=given.uploads, verify=True),
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(given.rounds):
            for name, way in ways.items():
                took[name].append(_timed(way, folder / "www"))
    shutil.rmtree(folder)
    medians = {name: median(times) for name, times in took.items()}
    for name, seconds in medians.items():
        ratio = medians["sftp put"] / seconds
        times = " ".join(f"{time:.2f}" for time in took[name])
        print(f"{name:18} {size / seconds / 1e6:6.0f} MB/s  {ratio:5.2f} of sftp put   ({times} s)")
    sys.exit(medians["sftp put"] / medians["sending, verified"] < LEAST)


def _sources(folder: Path, count: int, size: int) -> Iterator[Path]:
    folder.mkdir(parents=True)
    for number in range(count):
        path = folder / f"{number}.mp4"
        path.write_bytes(os.urandom(size))
        yield path


def _timed(way: Callable[[Path], None], folder: Path) -> float:
    """Seconds into an empty folder."""
    folder.mkdir()
    # What an earlier turn left to be written must not slow this one.
    os.sync()
    begun = monotonic()
    way(folder)
    took = monotonic() - begun
    shutil.rmtree(folder)
    return took


def _plain(server: SshServer, sources: list[Path], folder: Path) -> None:
    commands = "".join(f'put "{path}" "{folder}/{path.name}"\n' for path in sources)
    options = ["-q", "-P", str(server.port), "-i", str(server.key), "-o", f'UserKnownHostsFile="{server.known_hosts}"']
    line = [program("sftp"), *options, "-b", "-", f"{USER}@{HOST}"]
    subprocess.run(line, input=commands.encode(), stdout=subprocess.DEVNULL, check=True)


def _ours(server: SshServer, sources: list[Path], folder: Path, *, uploads: int, verify: bool) -> None:
    remote = SftpFolder(server.login(), str(folder))

    def put(path: Path) -> None:
        digest = _digest(path) if verify else "0" * 64
        size = path.stat().st_size
        remote.put(path.name, lambda start: _blocks(path, start), sha256=digest, size=size, sent=lambda size: None)

    trusting = patch.object(sftp, "_is_whole", lambda *told: True)
    with ThreadPoolExecutor(uploads) as pool:
        if verify:
            list(pool.map(put, sources))
        else:
            with trusting:
                list(pool.map(put, sources))
    remote.close()


_digests: dict[Path, str] = {}


def _digest(path: Path) -> str:
    """A record tells it; here it is found out once, in the first round."""
    if path not in _digests:
        _digests[path] = hashlib.sha256(path.read_bytes()).hexdigest()
    return _digests[path]


def _blocks(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(BLOCK):
            yield block


if __name__ == "__main__":
    main()
