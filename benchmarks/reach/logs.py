"""`python -m benchmarks.reach.logs`: lines of a log a second, and memory, of voicehall and of GoAccess.

The log is a studio's: players that fetch lessons in pieces or whole, feeds and pages beside them, robots, scanners'
garbage; visitors come back. GoAccess (Debian's package `goaccess`) parses the same lines and makes its JSON report;
voicehall joins ranges, applies the rule and stores the figures. Both run in turns, and the median counts.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.support.measure import Cost, cost
from benchmarks.support.tools import WORK

EPISODES = 800
SIZE = 12_000_000
PIECE = 1 << 18
START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 30
VISITORS = 60_000
PEERS = ("voicehall", "goaccess")
FORMAT = '%h %^[%d:%t %^] "%r" %s %b "%R" "%u" "%^"'
"""How GoAccess is told what voicehall sees by itself."""
WIDEST = 1000
"""MB; the most that voicehall may take."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reach.logs", description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=5_000_000, help="of the log")
    parser.add_argument("--rounds", type=int, default=3, help="each so often, by turns; the median counts")
    given = parser.parse_args()
    if shutil.which("goaccess") is None:
        sys.exit("goaccess is not installed: apt-get install goaccess")
    place = WORK / "logs"
    place.mkdir(parents=True, exist_ok=True)
    log = _log(place / f"access-{given.lines}.log", given.lines)
    taken: dict[str, list[Cost]] = {peer: [] for peer in PEERS}
    for _ in range(given.rounds):
        for peer in PEERS:
            taken[peer].append(cost(_command(peer, log, place)))
    _same_lines(place, log, given.lines)
    sys.exit(_compare(taken, given.lines))


def _compare(taken: dict[str, list[Cost]], lines: int) -> int:
    """Print the table; 1 where a promise is not kept."""
    speed = {peer: lines / statistics.median(one.wall for one in several) for peer, several in taken.items()}
    peak = {peer: max(one.peak for one in several) for peer, several in taken.items()}
    print("peer       lines a second  wall s  cpu s  peak MB")
    for peer, several in taken.items():
        wall, cpu = (statistics.median(getattr(one, name) for one in several) for name in ("wall", "cpu"))
        print(f"{peer:9}  {speed[peer]:14,.0f}  {wall:6.1f}  {cpu:5.1f}  {peak[peer]:7.0f}")
    print(f"voicehall is {speed['voicehall'] / speed['goaccess']:.2f} times as fast")
    return int(speed["voicehall"] < speed["goaccess"] or peak["voicehall"] > WIDEST)


def _command(peer: str, log: Path, place: Path) -> list[str]:
    if peer == "goaccess":
        dates = ("--date-format=%d/%b/%Y", "--time-format=%T")
        return [
            "goaccess",
            str(log),
            f"--log-format={FORMAT}",
            *dates,
            "--no-progress",
            "-o",
            str(place / "goaccess.json"),
        ]
    workspace = _workspace(place / "workspace")
    options = ("--workspace", str(workspace), "--media", str(workspace / "media.json"), "--quiet")
    # The report goes to a file: what is printed is kept aside only for errors.
    code = f"import sys; sys.stdout = open({str(place / 'voicehall.json')!r}, 'w'); import cli; cli.main()"
    return [sys.executable, "-c", code, "reach", "downloads", str(log), *options, "--json"]


def _workspace(root: Path) -> Path:
    """Anew for each round: nothing was read before."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "episodes/lieshita").mkdir(parents=True)
    (root / "studio.yaml").write_text("name: 声音馆\n", encoding="utf-8")
    (root / "episodes/lieshita/series.yaml").write_text("title: 烈士塔下颂英烈\n", encoding="utf-8")
    files = [
        {"path": _target(number), "series": "lieshita", "episode": number, "size": SIZE, "duration_s": 750,
         "header_bytes": 40_000, "bytes_per_second": 16_000}
        for number in range(1, EPISODES + 1)
    ]  # fmt: skip
    (root / "media.json").write_text(json.dumps({"files": files}))
    return root


def _target(number: int) -> str:
    return f"/lessons/lieshita/{number}/lieshita-{number:03d}.mp3"


def _log(path: Path, lines: int) -> Path:
    """Made once; the same on every machine."""
    if path.exists():
        return path
    print(f"making a log of {lines:,} lines ...", file=sys.stderr, flush=True)
    chance = random.Random(7)
    people = [_visitor(chance) for _ in range(VISITORS)]
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(lines):
            when = START + timedelta(seconds=number * DAYS * 86_400 / lines)
            file.write(_line(chance, f"{when:%d/%b/%Y:%H:%M:%S} +0000", people))
    part.replace(path)
    return path


def _visitor(chance: random.Random) -> tuple[str, str]:
    address = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
    if chance.random() < 0.2:
        address = f"2408:8{chance.randrange(4096):03x}:{chance.randrange(65536):x}::{chance.randrange(65536):x}"
    major, minor = chance.randrange(90, 130), chance.randrange(10)
    chrome = f"AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0"
    agents = (
        f"AppleCoreMedia/1.0.0.{major}A{minor}62 (iPhone; U; CPU OS 16_{minor} like Mac OS X; zh_cn)",
        f"Mozilla/5.0 (Linux; Android 1{minor % 4}; V20{major}A) {chrome} MicroMessenger/8.0.{minor}",
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Safari/537.36",
        f"Xiaoyuzhou/2.{major}.{minor} (build:{major}{minor}; iOS 16.{minor})",
    )
    return address, chance.choice(agents)


def _line(chance: random.Random, when: str, people: list[tuple[str, str]]) -> str:
    address, agent = chance.choice(people)
    kind, number = chance.random(), chance.randrange(1, EPISODES + 1)
    target, status, sent, asked = _target(number), 206, PIECE, "-"
    if kind < 0.50:
        start = chance.randrange(SIZE // PIECE) * PIECE
        asked = f"bytes={start}-{start + PIECE - 1}"
    elif kind < 0.60:
        status, sent = 200, SIZE
    elif kind < 0.65:
        asked, sent = "bytes=0-1", 2
    elif kind < 0.93:
        target, status, sent = chance.choice(("/", "/feed.xml", f"/lieshita/{number}/", "/favicon.ico")), 200, 5120
    elif kind < 0.97:
        agent = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
    else:
        target, status, sent, agent = "/wp-login.php", 404, 162, "-"
    return f'{address} - - [{when}] "GET {target} HTTP/1.1" {status} {sent} "-" "{agent}" "{asked}"\n'


def _same_lines(place: Path, log: Path, lines: int) -> None:
    """Both must have read all of it, or the comparison says nothing."""
    ours = json.loads((place / "voicehall.json").read_text(encoding="utf-8"))
    theirs = json.loads((place / "goaccess.json").read_text(encoding="utf-8"))["general"]
    if not ours["lines"] == theirs["total_requests"] == lines or theirs["failed_requests"]:
        sys.exit(f"{log}: {ours['lines']} and {theirs['total_requests']} of {lines} lines were read")
    print(f"{lines:,} lines, {ours['kept']:,} kept, {ours['downloads']:,} downloads by {ours['consumers']:,} visitors")


if __name__ == "__main__":
    main()
