"""Tables of decisions: written for a spreadsheet, read back however it was saved."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DiagnosedError, PipelineError
from pipeline.reach.observation import Entry, Figure, ParsedFile, Work
from pipeline.workflow.reach.decisions import COLUMNS, decide, escaped, unescaped, write_open
from pipeline.workflow.reach.session import ReachSession, open_reach
from pipeline.workflow.session import Session
from tests.reach.exports import text_file, xlsx_file

WHEN = datetime(2026, 3, 30, 17, 5)


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[ReachSession]:
    """Two series, and works that say nothing of them."""
    (tmp_path / "studio.yaml").write_text("name: 声音馆\n", encoding="utf-8")
    for series, title in (("lieshita", "烈士塔下颂英烈"), ("kaifu", "开福红")):
        folder = tmp_path / "episodes" / series
        folder.mkdir(parents=True)
        (folder / "series.yaml").write_text(f"title: {title}\n", encoding="utf-8")
        for number in (1, 2):
            (folder / f"{number}.yaml").write_text(f"number: {number}\ntitle: {series}{number}\n", encoding="utf-8")
    with open_reach(Session(cwd=tmp_path)) as opened:
        yield opened


def work(
    reach: ReachSession, key: str, title: str = "她的故事", account: str = "", when: datetime | None = WHEN
) -> None:
    """Put a work into the store."""
    entry = Entry(row=2, work=Work(key=key, title=title, published=when), figures=(Figure("plays", 7, 7, 7),))
    reach.store.add(
        ParsedFile(
            path="a.csv", name="a.csv", sha256=f"{key}{account}", platform="douyin", account=account, format="x",
            grain="work-cumulative", as_of=datetime(2026, 4, 1), as_of_from="option", encoding="utf-8", rows=1,
            entries=(entry,),
        )
    )  # fmt: skip


def row(work_id: str, episode: str, title: str = "她的故事", account: str = "", published: str = "") -> list[str]:
    return ["douyin", account, work_id, title, published, "7", "", episode]


def decided(reach: ReachSession, path: Path) -> list[str]:
    """What works are after the decisions of a table."""
    decide(reach, path)
    return [match.episode for _, match in reach.works()]


def complaints(reach: ReachSession, *rows: list[str]) -> list[str]:
    path = text_file(reach.root / "d.csv", [COLUMNS, *rows])
    with pytest.raises(DiagnosedError) as caught:
        decide(reach, path)
    assert all(work.placed is None for work in reach.store.works())
    return [f"{one.mark.line}: {one.message}" for one in caught.value.diagnostics]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_however_a_spreadsheet_saves_text(reach: ReachSession, encoding: str, delimiter: str):
    work(reach, "a1")
    path = text_file(reach.root / "d.csv", [COLUMNS, row("a1", "lieshita/2")], encoding=encoding, delimiter=delimiter)

    assert decided(reach, path) == ["lieshita/2"]


def test_a_workbook_will_do(reach: ReachSession):
    work(reach, "a1")

    assert decided(reach, xlsx_file(reach.root / "d.xlsx", [COLUMNS, row("a1", "lieshita/2")])) == ["lieshita/2"]


@pytest.mark.parametrize(
    ("cell", "episode"),
    [("lieshita/2", "lieshita/2"), ("LIESHITA／2", "lieshita/2"), ("烈士塔下颂英烈第二期", "lieshita/2"),
     ("kaifu", "kaifu"), ("None", "none"), ("无", "none"), ("", "")],
)  # fmt: skip
def test_how_people_write_it(reach: ReachSession, cell: str, episode: str):
    work(reach, "a1")

    assert decided(reach, text_file(reach.root / "d.csv", [COLUMNS, row("a1", cell)])) == [episode]


def test_columns_may_stand_in_another_order_and_others_beside_them(reach: ReachSession):
    work(reach, "a1")
    path = text_file(
        reach.root / "d.csv", [["谁", "Episode", "work_id", "platform"], ["李", "kaifu/1", "a1", "douyin"]]
    )

    assert decided(reach, path) == ["kaifu/1"]


@pytest.mark.parametrize("spoilt", ["7.12346E+18", "", "2026/3/30 17:05"])
def test_a_work_whose_id_a_spreadsheet_has_spoilt_is_known_by_title_and_day(reach: ReachSession, spoilt: str):
    work(reach, "7123456789012345678", "她的故事🌹")
    path = text_file(reach.root / "d.csv", [COLUMNS, row(spoilt, "kaifu/1", "她的故事??", published="2026/3/30 17:05")])

    assert decided(reach, path) == ["kaifu/1"]


def test_what_stands_in_the_way_is_told_at_its_line(reach: ReachSession):
    work(reach, "a1")
    work(reach, "a2")

    assert complaints(
        reach,
        row("a1", "lieshita/2"),
        row("a1", "lieshita/1"),
        row("a3", "lieshita/1", title="谁"),
        row("a2", "lieshita/77"),
        row("a2", "红色家书/1"),
        row("a2", "2"),
        row("a9", "kaifu/1"),
    ) == [
        "3: line 2 says that this work is another episode",
        "4: 'douyin' has no work 'a3'",
        "5: there is no episode 'lieshita/77'",
        "6: '红色家书/1' is not an episode",
        "7: '2' is not an episode",
        "8: 'douyin' has no work 'a9'",
    ]


def test_a_title_that_several_works_have_names_none(reach: ReachSession):
    work(reach, "a1")
    work(reach, "a2")

    assert complaints(reach, row("", "kaifu/1", published="2026-03-30")) == ["2: 2 works are called '她的故事'"]


def test_accounts_are_kept_apart(reach: ReachSession):
    work(reach, "a1", account="红")
    work(reach, "a1", account="绿")

    path = text_file(reach.root / "d.csv", [COLUMNS, row("a1", "kaifu/1", account="绿")])
    decide(reach, path)

    assert {work.account: match.how for work, match in reach.works()} == {"绿": "decided", "红": "alias"}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "platform,work_id\nx,y\n"])
def test_a_table_without_the_columns(reach: ReachSession, text: str):
    (reach.root / "d.csv").write_text(text, encoding="utf-8")

    with pytest.raises(PipelineError, match="its first row lacks"):
        decide(reach, reach.root / "d.csv")


def test_a_file_that_is_not_there(reach: ReachSession):
    with pytest.raises(PipelineError, match="it cannot be read: No such file"):
        decide(reach, reach.root / "没有.csv")


def test_what_is_written_can_be_read_back(reach: ReachSession):
    titles = ["=1+1", "-她", "'=x", "+86", "@长沙", '一\n二,三"四"', "＝1"]
    for number, title in enumerate(titles):
        work(reach, f"-{number}", title)
    path = reach.root / "u.csv"
    write_open(reach, reach.works(), to=path, everything=False)

    text = path.read_text(encoding="utf-8-sig")
    path.write_text(
        "".join(f"{line}kaifu/1\n" if line.endswith(",") else f"{line}\n" for line in text.splitlines()),
        encoding="utf-8",
    )

    assert len(text.splitlines()) == 1 + len(titles)
    assert not any(cell.startswith(("=", "-", "+", "@")) for cell in text.replace("\n", ",").split(","))
    assert decided(reach, path) == ["kaifu/1"] * len(titles)


@given(st.text(alphabet="'=+-@＝a ", max_size=6))
def test_escaping_is_undone(text: str):
    text = " ".join(text.split())

    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "＝"))
