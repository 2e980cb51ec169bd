"""Proof that a change of the code changed no bytes: the sample workspace made by two versions of it, and compared.

    python -m benchmarks.identical REVISION

The sample is rendered, published to a folder, put into a kit, its figures are imported and reported, once by the code
of REVISION and once by this one. Then this code renders on what the other left, and must encode nothing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ("studio.yaml", "episodes", "assets", "manifest.schema.json")
TABLE = """\
平台,期,播放量,点赞量,分享量,完播率
bilibili,1,12345,321,54,0.31
douyin,1,23456,1200,89,0.12
douyin,2,678,9,1,0.2
"""
VERBS = (
    ("render",),
    ("publish", "--to", "folder"),
    ("publish", "lieshita/1-2", "--to", "bilibili"),
    ("reach", "import", "figures.csv", "--series", "lieshita", "--as-of", "2026-04-01"),
    ("reach", "report", "-o", "reports/report.html"),
    ("reach", "report", "--by", "episode", "-o", "reports/report.csv"),
    ("reach", "report", "--sources", "-o", "reports/report.json"),
    ("schema", "--json"),
)
"""What is made; the last prints it."""
COMPARED = ("out", "site", "kits", "reports", ".voicehall/cache", "printed")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision", help="the other version: a commit, a tag")
    revision = parser.parse_args().revision
    with tempfile.TemporaryDirectory(prefix="identical-") as folder:
        place = Path(folder)
        subprocess.run(["git", "worktree", "add", "--detach", "-q", place / "code", revision], cwd=ROOT, check=True)
        try:
            then, now = workspace(place / "then"), workspace(place / "now")
            make(then, place / "code")
            make(now, ROOT)
            different = sorted(differences(dict(contents(then)), dict(contents(now))))
            again = run(then, ROOT, "render").stdout.splitlines()[-1]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", place / "code"], cwd=ROOT, check=True)
        print(f"{len(dict(contents(now)))} files compared, {len(different)} differ")
        print("\n".join(different))
        print(f"rendered by this code on what the other left: {again}")
        return 1 if different or "0 spans encoded" not in again else 0


def workspace(root: Path) -> Path:
    root.mkdir()
    for name in SAMPLE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, root / name)
    studio = root / "studio.yaml"
    text = studio.read_text(encoding="utf-8").split("targets:")[0]
    target = 'targets:\n  folder: {url: "file://site", public: "https://hall.example.org/"}\n'
    studio.write_text(text + target, encoding="utf-8")
    (root / "figures.csv").write_text(TABLE, encoding="utf-8")
    (root / "reports").mkdir()
    return root


def make(root: Path, code: Path) -> None:
    for verb in VERBS:
        printed = run(root, code, *verb).stdout
    (root / "printed").write_text(printed, encoding="utf-8")


def run(root: Path, code: Path, *verb: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-m", "cli", *verb], cwd=root, env=os.environ | {"PYTHONPATH": str(code), "LANG": "C.UTF-8"},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{code}: {' '.join(verb)}\n{done.stdout}{done.stderr}")
    return done


def contents(root: Path) -> Iterator[tuple[str, str]]:
    """SHA-256 of every file that is compared, by its path; of what is kept in the cache its name is enough."""
    for name in COMPARED:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                cached = name.startswith(".voicehall")
                yield str(path.relative_to(root)), "" if cached else sha256(path.read_bytes()).hexdigest()


def differences(then: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for name in then.keys() | now.keys():
        if name not in now:
            yield f"gone: {name}"
        elif name not in then:
            yield f"new: {name}"
        elif then[name] != now[name]:
            yield f"other bytes: {name}"


if __name__ == "__main__":
    sys.exit(main())
