"""A report from the store: grains apart, days put together, months and growth as they were counted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date as Date
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.reach import ReachSettings
from pipeline.reach.observation import Entry, Figure
from pipeline.reach.report.charts.plots import growth_line
from pipeline.reach.report.collect import curves_of, gains_since, gather_known, monthly_gains
from pipeline.reach.report.report import ReachReport
from pipeline.reach.store import Placement, Store
from tests.reach.parsed_files import entry, listing, parsed, work
from tests.reach.stage import listed

TODAY = Date(2026, 6, 30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "reach.sqlite") as opened:
        yield opened


def report_of(store: Store, as_of: Date | None = None, **settings: Any) -> ReachReport:
    """A report in which work `wN` is episode N."""
    store.place({one.id: Placement(series="lieshita", number=int(one.key[1:]), how="person") for one in store.works()})
    known = gather_known(store, store.works(), (listed(),), ReachSettings(**settings), as_of=as_of, today=TODAY)
    return ReachReport(data=known)


def daily(days: Mapping[str, Mapping[str, float]], metric: str = "downloads", **values: Any) -> Any:
    rows = [
        entry(place, work(key), {metric: value}, Date.fromisoformat(day))
        for place, (day, counts) in enumerate(days.items(), start=2)
        for key, value in counts.items()
    ]
    return parsed(rows, **{"grain": "work-daily", "platform": "podcast-host"} | values)


def test_it_is_of_the_day_of_the_newest_figure(store: Store):
    store.add(listing({"w1": 10}, datetime(2026, 3, 31, 10)))

    assert report_of(store).data.as_of == Date(2026, 3, 31)
    assert report_of(store, Date(2026, 5, 1)).data.as_of == Date(2026, 5, 1)


def test_a_table_that_dates_its_rows_is_as_of_the_newest_of_them(store: Store):
    """It was imported, and last changed, much later; it names the platform of each row as well."""
    rows = [entry(day, work("w1", platform="ximalaya"), {"plays": day}, Date(2026, 3, day)) for day in (30, 31)]
    store.add(parsed(rows, datetime(2026, 6, 1), platform="", format="table"))
    (source,) = report_of(store).as_json(sources=False)["sources"]

    assert (source["platform"], source["as_of"]) == ("ximalaya", "2026-03-31T23:59:59")


def test_what_came_later_is_not_known_yet(store: Store):
    store.add(listing({"w1": 10}, datetime(2026, 3, 1)))
    store.add(listing({"w1": 50}, datetime(2026, 3, 31, 10)))

    assert report_of(store, Date(2026, 3, 30)).as_json(sources=False)["totals"] == {"plays_and_reads": 10, "plays": 10}
    assert report_of(store, Date(2026, 2, 1)).as_json(sources=False)["totals"] == {}


def test_a_work_counts_for_the_days_before_it_turned_private(store: Store):
    store.add(listing({"w1": 10, "w2": 5}, datetime(2026, 3, 1)))
    for month in (4, 5):
        hidden = entry(3, work("w2", state="private"), {})
        store.add(parsed([entry(2, work("w1"), {"plays": 20}), hidden], datetime(2026, month, 1)))

    plays = {day: report_of(store, Date(2026, *day)).totals["plays"].value for day in ((3, 31), (4, 1), (5, 31))}
    assert plays == {(3, 31): 15, (4, 1): 20, (5, 31): 20}


def test_days_are_added_and_people_of_days_are_not(store: Store):
    days = {"2026-03-01": {"w1": 5}, "2026-03-03": {"w1": 7}}
    store.add(daily(days))
    store.add(daily(days, "consumers"))
    series = report_of(store).as_json(sources=True)["series"][0]

    assert series["platforms"] == {"podcast-host": {"downloads": 12}}
    assert series["bounds"] == {"podcast-host": {"consumers": {"low": 7, "high": 12}}}
    assert [note.text for note in report_of(store).notes if note.code == "missing-days"] == [
        "podcast host: 2 sums of days lack days between their first and last"
    ]


def test_counts_since_publication_and_days_are_never_mixed(store: Store):
    store.add(daily({"2026-03-01": {"w1": 5}, "2026-03-02": {"w1": 7}}, "plays", platform="douyin"))
    store.add(listing({"w1": 100}, datetime(2026, 3, 2, 10)))

    assert report_of(store).as_json(sources=False)["totals"]["plays"] == 100


def test_days_of_two_rules_count_once(store: Store):
    days = {"2026-03-01": {"w1": 5}, "2026-03-02": {"w1": 7}}
    store.add(daily(days, platform="web-log", definitions={"downloads": "first-touch"}, as_of=datetime(2026, 4, 1)))
    store.add(
        daily(
            {"2026-03-01": {"w1": 6}}, platform="web-log", definitions={"downloads": "day"}, as_of=datetime(2026, 5, 1)
        )
    )

    assert report_of(store).as_json(sources=False)["totals"]["downloads"] == 6


def test_figures_of_accounts_stand_beside(store: Store):
    rows = [
        entry(2, None, {"plays": 70, "readers": 9}, Date(2026, 3, 1)),
        entry(3, None, {"plays": 30}, Date(2026, 3, 4)),
    ]
    store.add(parsed(rows, grain="account-daily"))
    store.add(listing({"w1": 10}, datetime(2026, 3, 31)))
    document = report_of(store).as_json(sources=False)

    assert document["account"] == {"douyin": {"plays": 100, "readers": 9, "from": "2026-03-01", "to": "2026-03-04"}}
    assert document["totals"]["plays"] == 10
    assert {note["code"] for note in document["notes"]} >= {"account", "missing-days"}


def test_every_figure_leads_to_its_row(store: Store):
    file = store.add(listing({"w1": 10, "w2": 20}))
    document = report_of(store).as_json(sources=True)

    assert [(one["number"], one["value"], one["row"], one["sha256"]) for one in document["figures"]] == [
        (1, 10, 2, file.sha256), (2, 20, 3, file.sha256),
    ]  # fmt: skip
    assert document["sources"] == [
        {"path": file.path, "sha256": file.sha256, "as_of": "2026-05-01T10:00:00", "platform": "douyin"}
    ]


def test_falls_are_told_with_the_old_figure_until_it_is_reached_again(store: Store):
    for month, plays in ((3, 29161), (4, 28000), (5, 30000)):
        store.add(listing({"w1": plays}, datetime(2026, month, 1, 10)))

    (fall,) = [note.text for note in report_of(store, Date(2026, 4, 30)).notes if note.code == "fall"]
    assert "from 29161 (2026-03-01) to 28000 (2026-04-01)" in fall
    assert not [note for note in report_of(store).notes if note.code == "fall"]


def test_a_work_that_vanished_is_told(store: Store):
    store.add(listing({"w1": 10, "w2": 1}, datetime(2026, 3, 1)))
    store.add(listing({"w2": 2, "w3": 2}, datetime(2026, 4, 1)))
    found = report_of(store)

    assert found.as_json(sources=False)["totals"]["plays"] == 14
    assert [note.text.partition(";")[0] for note in found.notes if note.code == "gone"] == [
        "Douyin '《w1》' (lieshita/1) is missing from the platform's list since 2026-04-01"
    ]
    assert not [note for note in report_of(store, Date(2026, 3, 15)).notes if note.code == "gone"]


def test_a_work_that_turned_private_no_longer_counts_and_is_told(store: Store):
    store.add(listing({"w1": 10, "w2": 31}, datetime(2026, 3, 1)))
    rows = [entry(2, work("w1"), {"plays": 20}), entry(3, work("w2", "旧作", state="private"), {})]
    store.add(parsed(rows, datetime(2026, 4, 1)))
    found = report_of(store)

    assert found.as_json(sources=False)["totals"]["plays"] == 20
    assert [note.text for note in found.notes if note.code == "private"] == [
        "Douyin '旧作' (lieshita/2) is private and not counted; last known: 31 plays on 2026-03-01"
    ]


def test_a_class_that_was_not_held_is_not_missing(store: Store):
    rows = [entry(2, work("w1"), {"attendance": 42}, Date(2026, 3, 5))]
    store.add(parsed(rows, grain="event", platform="classroom", as_of=datetime(2026, 6, 1)))
    store.add(listing({"w1": 10}, datetime(2026, 6, 1)))
    found = report_of(store)

    assert found.as_json(sources=False)["series"][0]["platforms"]["classroom"] == {"attendance": 42}
    assert not [note for note in found.notes if note.code == "missing-days"]


def test_months_and_gains_since_a_day(store: Store):
    for month, day, plays in ((2, 20, 100), (3, 25, 160), (4, 2, 200)):
        store.add(listing({"w1": plays}, datetime(2026, month, day, 10)))
    report = report_of(store)
    months = monthly_gains(store, report)
    since = gains_since(store, report, Date(2026, 3, 1))

    assert [str(month.stop) for month in months] == ["2026-02-28", "2026-03-31", "2026-04-02"]
    assert [
        [(gain.amount.value, str(gain.first), str(gain.last)) for name, gain in month.whole.items() if name == "plays"]
        for month in months
    ] == [[], [(60, "2026-02-20", "2026-03-25")], [(40, "2026-03-25", "2026-04-02")]]
    assert since.whole["plays"].amount.value == 100


def test_growth_is_compared_at_the_same_age(store: Store):
    for plays, as_of in (((10, 20, 40), datetime(2026, 3, 4)), ((70, 30, 50), datetime(2026, 3, 8))):
        rows = [
            entry(number + 1, work(f"w{number}", published=datetime(2026, 3, number)), {"plays": count})
            for number, count in enumerate(plays, start=1)
        ]
        store.add(parsed(rows, as_of))
    grown = curves_of(store, report_of(store, Date(2026, 3, 9)).data)["lieshita", "douyin"]

    # On 4 March they are 3, 2 and 1 days old, on 8 March 7, 6 and 5: a count of day 6 speaks for day 7.
    assert {number: dict(ages) for number, ages in grown.by_episode.items()} == {
        1: {3: 10, 7: 70},
        2: {7: 30},
        3: {1: 40},
    }


def test_growth_of_rounded_counts_is_that_of_their_lower_bounds(store: Store):
    """The page shows 1.2万 as ≥11,500 everywhere: also its dots, and what they are compared with."""
    counts = (
        Figure("plays", 12_000, 11_500, 12_500),
        Figure("plays", 100_000, 100_000, None),
        Figure("plays", 90, 90, 90),
    )
    rows = [
        Entry(row=number + 1, work=work(f"w{number}", published=datetime(2026, 3, 1)), figures=(count,))
        for number, count in enumerate(counts, start=1)
    ]
    store.add(parsed(rows, datetime(2026, 3, 8)))
    grown = curves_of(store, report_of(store, Date(2026, 3, 9)).data)["lieshita", "douyin"]

    assert {number: ages[7] for number, ages in grown.by_episode.items()} == {1: 11_500, 2: 100_000, 3: 90}
    drawn = growth_line(replace(grown, by_episode={n: {1: 1, **ages} for n, ages in grown.by_episode.items()}))
    assert drawn is not None
    assert [(dot.text, dot.open) for dot in drawn.line.dots] == [
        ("1: ≥11,500 (7)", True),
        ("2: ≥100,000 (7) ↑", True),
        ("3: 90 (7)", False),
    ]
    first, third = grown.of(1), grown.of(3)
    assert first is not None and third is not None
    assert first.as_json()["by_lower_bound"] is True
    assert "by_lower_bound" not in third.as_json()
    # The median of the others, 90 and 100,000.
    assert first.typical == 50_045


def test_platforms_of_its_accounts_are_expected(store: Store):
    store.add(listing({"w1": 10}))
    report = report_of(store, accounts={"bilibili/second": "lieshita", "kuaishou": "other"})

    assert [note.text for note in report.notes if note.code == "missing-platform"] == [
        "no figures from Bilibili; nothing of it is in the totals"
    ]
