"""The programme record: the same bytes every time, and no trust in what others wrote."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.model.programme import CoverSource, Credit, Portrayal, ProgrammeChapter, Quotation
from pipeline.model.publishing.podcast import Listing, Soundbite
from pipeline.packaging.record import Record, RecordFile, RecordInput, read_record, record_text

RECORD = Record(
    manifest="episodes/lieshita/001.yaml",
    programme="ab" * 32,
    series="lieshita",
    series_title="烈士塔下颂英烈",
    number=1,
    total=80,
    title="毛泽建",
    summary="一位女战士的一生",
    date=date(2022, 3, 31),
    language="zh-CN",
    speakers=("李明",),
    tags=("英烈",),
    duration=Fraction(80),
    chapters=(
        ProgrammeChapter(start=0, stop=5040, title="片头"),
        ProgrammeChapter(start=5040, stop=80000, title="生平"),
    ),
    files=(
        RecordFile(
            path="001 毛泽建.mp4", rendition="main", sha256="cd" * 32, bytes=12, duration=Fraction(80), made_from="k"
        ),
        RecordFile(path="001 毛泽建.jpg", rendition="", sha256="ef" * 32, bytes=3),
    ),
    loudness={"integrated_lufs": Decimal("-16.02"), "true_peak_dbtp": Decimal("-1.3")},
    inputs=(RecordInput(name="narration/001.m4a", sha256="01" * 32),),
    tools={"voicehall": "0.1.0"},
    listing=Listing(season=2, kind="bonus", soundbite=Soundbite(start=Fraction(70), length=Fraction(10), title="尾")),
)


def test_what_is_written_is_read(tmp_path: Path):
    path = tmp_path / "001 毛泽建.json"
    path.write_text(record_text(RECORD), encoding="utf-8")

    assert read_record(path) == RECORD


def test_programs_find_what_they_look_for():
    value = json.loads(record_text(RECORD))

    assert value["voicehall"] == 1
    assert value["duration"] == 80.0
    assert value["chapters"][1] == {"start": 5.04, "stop": 80.0, "title": "生平"}
    assert value["files"][0]["path"] == "001 毛泽建.mp4"
    assert value["loudness"] == {"integrated_lufs": -16.02, "true_peak_dbtp": -1.3}


def test_the_order_in_which_things_were_found_does_not_show():
    other = replace(
        RECORD,
        loudness=dict(reversed(RECORD.loudness.items())),
        inputs=(*RECORD.inputs, RecordInput(name="assets/a.jpg", sha256="23" * 32), *RECORD.inputs),
    )
    third = replace(other, inputs=other.inputs[::-1])

    assert record_text(other) == record_text(third)


@pytest.mark.parametrize(
    ("field", "value"),
    [("voicehall", 2), ("voicehall", True), ("number", "1"), ("number", None), ("title", 5), ("duration", "80"),
     ("duration", None), ("files", {}), ("files", [1]), ("date", "2022-02-30"), ("chapters", [{"start": 0}]),
     ("loudness", {"integrated_lufs": "loud"}), ("speakers", "李明"), ("tools", [])],
)  # fmt: skip
def test_a_record_of_other_things_is_none(field: str, value: object, tmp_path: Path):
    path = tmp_path / "r.json"
    path.write_text(json.dumps(json.loads(record_text(RECORD)) | {field: value}), encoding="utf-8")

    assert read_record(path) is None


@pytest.mark.parametrize("outside", ["../x.mp4", "/etc/passwd", "a/../../x", "C:x.mp4", "..\\x.mp4", ""])
def test_a_record_that_leads_out_of_its_folder_is_none(outside: str, tmp_path: Path):
    path = tmp_path / "r.json"
    file = replace(RECORD.files[0], path=outside)
    path.write_text(record_text(replace(RECORD, files=(file,))), encoding="utf-8")

    assert read_record(path) is None


@pytest.mark.parametrize("damage", [lambda text: text[: len(text) // 2], lambda text: b"", lambda text: b"[" * 90_000,
                                    lambda text: b"\xff" + text, lambda text: b"NaN", lambda text: b"[]",
                                    lambda text: text.replace(b"80.0", b"1" * 5000),
                                    lambda text: text.replace(b"80.0", b"NaN")])  # fmt: skip
def test_a_damaged_record_is_none(damage, tmp_path: Path):
    path = tmp_path / "r.json"
    path.write_bytes(damage(record_text(RECORD).encode()))

    assert read_record(path) is None


def test_no_record_is_none(tmp_path: Path):
    assert read_record(tmp_path / "r.json") is None
    assert read_record(tmp_path) is None


def test_what_cards_show_is_written_and_read_and_stays_away_where_there_is_nothing(tmp_path: Path):
    whole = replace(
        RECORD,
        quotes=(
            Quotation(
                start=4000, stop=10_520, text="为有牺牲多壮志，\n敢教日月换新天。", by="毛泽东", source="《七律》"
            ),
        ),
        people=(Portrayal(start=10_520, stop=19_000, name="孔子", years="前551—前479", born=-550, died=-478),),
        credits=(Credit(role="摄影", names=("王小明", "李芳")),),
    )
    path = tmp_path / "record.json"
    path.write_text(record_text(whole), encoding="utf-8")

    assert read_record(path) == whole
    assert not {"quotes", "people", "credits"} & json.loads(record_text(RECORD)).keys()
    path.write_text(record_text(whole).replace('"stop": 10.52', '"stop": "soon"'), encoding="utf-8")
    assert read_record(path) is None


def test_what_the_covers_show_comes_back_exactly(tmp_path: Path):
    focus = (Fraction(1, 3), Fraction(1, 4))
    sources = [
        CoverSource(picture="photos/a.jpg", sha256="0" * 64, focus=focus, among=5, score=88),
        CoverSource(picture="clips/b.mp4", sha256="1" * 64, at=0),
        None,
    ]
    for source in sources:
        path = tmp_path / "record.json"
        path.write_text(record_text(replace(RECORD, cover=source)), encoding="utf-8")
        assert read_record(path) == replace(RECORD, cover=source)
