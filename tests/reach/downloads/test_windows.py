"""Windows: what of one visitor's requests counts once, by each of the three rules."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.reach.downloads.windows import RULES, Rule
from tests.reach.weblogs import CHINA, MONDAY, SIZE, TABLET, Server, combined, episode, hours, piece

TABLE = hours(22, 27, 46.25, 71.25)
"""Monday 22:00, Tuesday 03:00, Tuesday 22:15, Wednesday 23:15: the guidelines' own example."""
EXPECTED = [("first-touch-24h", 3), ("last-touch-24h", 2), ("calendar-day", 3)]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


@pytest.mark.parametrize(("rule", "expected"), EXPECTED)
def test_the_guidelines_table_comes_out(server: Server, rule: Rule, expected: int):
    assert server.downloads(*map(combined, TABLE), rule=rule) == expected


@pytest.mark.parametrize(("rule", "expected"), EXPECTED)
def test_the_end_of_a_month_and_of_a_year_changes_nothing(server: Server, rule: Rule, expected: int):
    for monday in (datetime(2026, 8, 31, tzinfo=CHINA), datetime(2025, 12, 30, tzinfo=CHINA)):
        lines = [combined(when - MONDAY + monday) for when in TABLE]
        assert server.downloads(*lines, rule=rule) == expected


@pytest.mark.parametrize("rule", RULES)
def test_logs_read_one_by_one_count_as_if_read_together(tmp_path: Path, rule: Rule):
    monday = datetime(2026, 8, 31, tzinfo=CHINA)
    lines = [combined(when - MONDAY + monday, episode=number) for when in TABLE for number in (1, 2)]
    together = Server(tmp_path / "together")
    apart = Server(tmp_path / "apart")
    for one in (together, apart):
        one.root.mkdir()

    expected = together.count(together.log(*lines), rule=rule)
    found = [apart.count(apart.log(line, name=f"{i}.log"), rule=rule) for i, line in enumerate(lines)]

    assert found[-1].days == expected.days
    assert sum((Counter(one.downloads) for one in found), Counter()) == expected.downloads


def test_a_window_of_24_hours_is_over_after_24_hours(server: Server):
    for rule in ("first-touch-24h", "last-touch-24h"):
        assert server.downloads(*map(combined, hours(1, 24.999)), rule=rule) == 1
        assert server.downloads(*map(combined, hours(1, 25)), rule=rule) == 2


def test_a_download_belongs_to_the_day_of_its_first_request(server: Server):
    lines = [piece(0, 600_000, hours(23.9)[0]), piece(600_000, SIZE, hours(24.1)[0])]

    found = server.of(*lines)

    assert found.days == {("lieshita/1", date(2026, 3, 2)): 1}


def test_calendar_days_are_those_of_the_time_zone(server: Server):
    lines = [*map(combined, hours(23, 25))]

    assert server.downloads(*lines, rule="calendar-day", tz="Asia/Shanghai") == 2
    assert server.downloads(*lines, rule="calendar-day", tz="UTC") == 1
    # Clocks went forward in New York on 8 March 2026: a day of 23 hours.
    spring = [
        combined(datetime(2026, 3, 8, hour, 30, tzinfo=CHINA) + timedelta(days=d)) for d, hour in ((0, 12), (1, 11))
    ]
    assert server.downloads(*spring, rule="calendar-day", tz="America/New_York") == 2


def test_ten_downloads_by_six_agents_behind_one_address_are_six(server: Server):
    agents = [f"Player{i}/1.0 (Linux; Android 14)" for i in range(6)]

    found = server.of(*(combined(agent=agents[i % 6]) for i in range(10)))

    assert (found.downloads, found.consumers) == ({"lieshita/1": 6}, 6)


def test_a_visitor_of_two_episodes_and_two_months_is_one_consumer(server: Server):
    later = MONDAY + timedelta(days=50)

    found = server.of(combined(), combined(episode=2), combined(later), combined(agent=TABLET))

    assert (sum(found.downloads.values()), found.consumers) == (4, 2)


def test_addresses_of_ipv6_are_one_house_within_64_bits(server: Server):
    same = [combined(ip=ip) for ip in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:0DB8:1:2:3:4:5:6")]
    mapped = [combined(ip=ip) for ip in ("::ffff:114.86.1.2", "114.86.1.2")]

    assert server.downloads(*same) == 1
    assert server.downloads(*same, combined(ip="2001:db8:1:3::1")) == 2
    assert server.downloads(*mapped) == 1


def test_two_files_of_an_episode_are_one_download(tmp_path: Path):
    server = Server(tmp_path, served=(episode(1), episode(1, kind="mp4")))
    video = combined(target="/lessons/lieshita/1/lieshita-001.mp4")

    assert server.downloads(combined(), video) == 1
    # Half a minute of each is a minute of neither.
    halves = [piece(0, 500_000), piece(0, 500_000, target="/lessons/lieshita/1/lieshita-001.mp4")]
    assert server.downloads(*halves) == 0


def naive(rule: Rule, moments: list[datetime]) -> int:
    """The rules once more, in as few words as possible."""
    windows: list[tuple[datetime, datetime]] = []
    for moment in sorted(moments):
        if windows:
            first, last = windows[-1]
            day = timedelta(days=1)
            same = {
                "first-touch-24h": moment - first < day,
                "last-touch-24h": moment - last < day,
                "calendar-day": moment.date() == first.date(),
            }[rule]
            if same:
                windows[-1] = first, moment
                continue
        windows.append((moment, moment))
    return len(windows)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    requests=st.lists(st.tuples(st.integers(0, 12 * 86_400), st.sampled_from([1, 2]), st.integers(0, 2)), max_size=12),
    rule=st.sampled_from(RULES),
)
def test_every_order_of_requests_gives_what_the_rule_says(
    tmp_path: Path, requests: list[tuple[int, int, int]], rule: Rule
):
    start = datetime(2026, 3, 26, tzinfo=CHINA)
    visits: dict[tuple[int, int], list[datetime]] = {}
    lines = []
    for seconds, number, visitor in requests:
        moment = start + timedelta(seconds=seconds)
        visits.setdefault((number, visitor), []).append(moment)
        lines.append(combined(moment, episode=number, ip=f"10.0.0.{visitor}"))

    expected = sum(naive(rule, moments) for moments in visits.values())

    assert Server(tmp_path).downloads(*(lines or [combined(target="/")]), rule=rule) == expected
