"""A studio's own formats over JSON and spreadsheets: booleans, seconds since 1970, ids with letters."""

import json
import random
from pathlib import Path

import pytest

from pipeline.reach.importing import make_request, read_file
from pipeline.reach.observation import ParsedFile
from tests.reach.exports import NOW, ZONE, sums, text_file, xlsx_file

FORMAT = """\
voicehall: 1
title: a host with an interface
platform: ximalaya
grain: work-cumulative
signature: {all: [trackId, playCount]}
columns:
  trackId: id
  title: title
  createdAt: published
  playCount: plays
  isPublic: {means: state, public: [true], private: [false]}
  isBot: robot
"""
NAMES = ["trackId", "title", "createdAt", "playCount", "isPublic", "isBot"]


def parsed(folder: Path, path: Path, text: str = FORMAT) -> ParsedFile:
    own = folder / "assets/reach-formats/host.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text, encoding="utf-8")
    found = read_file(path, make_request(zone=ZONE, now=NOW, root=folder))
    assert isinstance(found, ParsedFile), found.reason
    return found


@pytest.mark.parametrize(("first", "second"), [(1772380800, 1772467200), (1772380800123, 1772467200456)])
def test_booleans_and_seconds_of_json(tmp_path: Path, first: int, second: int):
    rows = [
        {"trackId": 1, "title": "一", "createdAt": first, "playCount": 100, "isPublic": True, "isBot": False},
        {"trackId": 2, "title": "二", "createdAt": second, "playCount": 50, "isPublic": False, "isBot": False},
        {"trackId": 3, "title": "三", "createdAt": second, "playCount": 7, "isPublic": True, "isBot": True},
    ]
    path = tmp_path / "list.json"
    path.write_text(json.dumps(rows), encoding="utf-8")

    found = parsed(tmp_path, path)

    assert (sums(found), dict(found.skipped)) == ({"plays": 100}, {"private": 1, "robot": 1})
    published = [str(entry.work.published)[:16] for entry in found.entries if entry.work]
    assert published == ["2026-03-02 00:00", "2026-03-03 00:00"]
    assert list(found.warnings)[1:] == []


@pytest.mark.parametrize(
    ("words", "yes", "no"),
    [
        ("true|false", "TRUE", "FALSE"),
        ("True|False", "true", "false"),
        ("TRUE|FALSE", "True", "False"),
        ("yes|no", "Yes", "NO"),
        ("公开|私密", "公开", "私密"),
    ],
)
def test_words_of_states_in_any_spelling(tmp_path: Path, words: str, yes: str, no: str):
    public, private = words.split("|")
    text = FORMAT.replace("[true]", f"[{public}]").replace("[false]", f"[{private}]")
    rows = [NAMES, ["a1", "一", "2026-03-01 08:00", "100", yes, ""], ["a2", "二", "2026-03-02 08:00", "50", no, ""]]

    found = parsed(tmp_path, text_file(tmp_path / "a.csv", rows), text)

    assert (sums(found), dict(found.skipped)) == ({"plays": 100}, {"private": 1})


def test_booleans_of_a_workbook(tmp_path: Path):
    rows = [NAMES, ["a1", "一", 1772380800, 100, True, False], ["a2", "二", 1772467200, 50, False, False]]

    found = parsed(tmp_path, xlsx_file(tmp_path / "a.xlsx", rows))

    assert (sums(found), dict(found.skipped)) == ({"plays": 100}, {"private": 1})


@pytest.mark.parametrize("awkward", [["7e807565", "7e773524"], ["12345e67", "1e100000"], ["5e7", "0e123456"]])
def test_every_row_of_ids_with_letters_is_counted(tmp_path: Path, awkward: list[str]):
    chance = random.Random(7)
    ids = [*awkward, *(f"{chance.getrandbits(32):08x}" for _ in range(798))]
    rows = [NAMES, *([id, f"第{n}期", "", "10", "true", ""] for n, id in enumerate(ids, start=1))]

    found = parsed(tmp_path, text_file(tmp_path / "a.csv", rows))

    assert (sums(found), found.rows, dict(found.skipped)) == ({"plays": 8000}, 800, {})


def test_a_rounded_id_is_none_among_long_numbers(tmp_path: Path):
    ids = ["7524613245561234567", "7.52E+18", "7.524613e18", "7524613245561234999"]
    rows = [NAMES, *([id, f"第{n}期", "", "10", "true", ""] for n, id in enumerate(ids, start=1))]

    found = parsed(tmp_path, text_file(tmp_path / "a.csv", rows))

    assert (sums(found), dict(found.skipped)) == ({"plays": 20}, {"broken": 2})
