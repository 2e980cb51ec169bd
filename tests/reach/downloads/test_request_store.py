"""The store of requests: what was read once counts once, in whatever files it comes again, and names nobody."""

import gzip
import os
import time
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.reach.downloads.request_store import KEPT, RequestStore
from tests.reach.weblogs import CHINA, MONDAY, NEED, PHONE, SIZE, Server, combined, episode, hours, piece

LINES = [combined(when, ip=f"114.86.1.{i % 3}", episode=1 + i % 2) for i, when in enumerate(hours(1, 2, 3, 30, 55, 56))]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def packed(path: Path) -> Path:
    target = path.with_name(f"{path.name}.1.gz")
    target.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return target


def test_reading_again_changes_nothing(server: Server):
    log = server.log(*LINES)
    first, second = server.count(log), server.count(log)

    assert (second.days, second.downloads, second.consumers) == (first.days, first.downloads, first.consumers)
    assert server.count(log, log).downloads == first.downloads


def test_a_log_that_has_grown_rotated_and_been_put_together_counts_once(server: Server):
    expected = server.of(*LINES).days

    server.count(server.log(*LINES[:2]))
    server.count(server.log(*LINES[:4]))
    server.count(packed(server.log(*LINES[:4])))
    server.count(server.log(*LINES[4:]))
    found = server.count(server.log(*reversed(LINES), name="all.log"))

    assert found.days == expected


def test_pieces_of_unknown_place_count_once_too(server: Server):
    third = combined(status=206, sent=NEED // 3 + 1, asked=None)

    assert server.count(server.log(third, third)).days == {}
    assert server.count(server.log(third, third)).days == {}
    assert server.count(server.log(third, third, name="copy.log"), server.log(third)).days == {}
    assert sum(server.count(server.log(third, third, third)).days.values()) == 1


def test_a_download_over_the_end_of_a_file_is_one(server: Server):
    half = NEED // 2 + 1

    first = server.count(server.log(piece(0, half, hours(23.9)[0])))
    second = server.count(server.log(piece(half, NEED, hours(24.1)[0]), combined(hours(25)[0]), name="next.log"))

    assert (first.downloads, second.downloads) == ({"lieshita/1": 0}, {"lieshita/1": 1})
    assert second.days == {("lieshita/1", date(2026, 3, 2)): 1}


def test_an_older_log_that_comes_later_takes_its_place(server: Server):
    server.count(server.log(*LINES[3:]))

    assert server.count(server.log(*LINES[:3])).days == server.of(*LINES).days


def test_visits_go_on_over_the_end_of_a_month_between_runs(server: Server):
    night = datetime(2026, 8, 31, 23, 30, tzinfo=CHINA) + timedelta(hours=8)
    server.count(server.log(combined(night)))

    assert sum(server.count(server.log(combined(night + timedelta(hours=2)), name="b.log")).days.values()) == 1
    assert sum(server.count(server.log(combined(night + timedelta(hours=25)), name="c.log")).days.values()) == 2


def test_no_address_agent_or_path_is_kept(server: Server):
    server.count(server.log(*LINES))

    kept = b"".join(path.read_bytes() for path in (server.root / "request_store").rglob("*") if path.is_file())

    assert len(kept) > 500
    for trace in (b"114.86", PHONE.encode()[:20], b"lessons", ip_address("114.86.1.1").packed):
        assert trace not in kept


def test_salts_change_with_the_month_and_are_the_owners_alone(server: Server):
    server.count(server.log(combined(), combined(MONDAY + timedelta(days=40))))

    salts = {path.name: path.read_bytes() for path in (server.root / "request_store/salts").iterdir()}

    assert set(salts) == {"2026-02", "2026-03", "2026-04"}
    assert len(set(salts.values())) == 3
    assert {path.stat().st_mode & 0o777 for path in (server.root / "request_store/salts").iterdir()} == {0o600}


def test_a_dry_run_leaves_no_trace_and_counts_beside_what_is_known(server: Server):
    server.count(server.log(combined()))
    before = {path: path.read_bytes() for path in (server.root / "request_store").rglob("*") if path.is_file()}

    found = server.count(server.log(combined(hours(5)[0]), combined(MONDAY + timedelta(days=70))), keep=False)

    assert found.downloads == {"lieshita/1": 1}
    assert {path: path.read_bytes() for path in (server.root / "request_store").rglob("*") if path.is_file()} == before


def test_a_damaged_log_is_not_counted_and_the_others_are(server: Server):
    whole = packed(server.log(*LINES))
    cut = server.root / "cut.gz"
    cut.write_bytes(whole.read_bytes()[:-9])
    other = server.log(combined(ip="9.9.9.9"), name="other.log")

    found = server.count(cut, other)

    assert sum(found.days.values()) == 1
    assert [log.refused is not None for log in found.logs] == [True, False]
    assert "damaged gzip file" in str(found.logs[0].refused)
    assert server.count(whole, other).days == server.of(*LINES, combined(ip="9.9.9.9")).days


def test_a_file_that_was_made_anew_leaves_old_figures_as_they_are(server: Server):
    before = server.count(server.log(combined())).days
    larger = Server(server.root, served=(episode(1, size=3 * SIZE), episode(2)))

    found = larger.count(server.log(combined(MONDAY + timedelta(days=9), sent=3 * SIZE), name="new.log"))

    assert before.items() <= found.days.items()
    assert sum(found.days.values()) == 2


def test_months_that_nothing_was_added_to_for_long_are_closed(server: Server):
    log = server.log(*LINES)
    server.count(log)
    request_store = RequestStore(folder=server.root / "request_store")
    old = time.time() - (KEPT + 1) * 86_400
    for path in (request_store.folder / "days").iterdir():
        os.utime(path, (old, old))

    request_store.close()
    found = server.count(log)

    assert request_store.days() == []
    assert found.logs[0].dropped == {"closed-month": len(LINES)}
    assert (request_store.folder / "salts/2026-03").read_bytes() == b""


def test_a_damaged_day_is_an_error(server: Server):
    server.count(server.log(combined()))
    (day,) = (server.root / "request_store/days").glob("*.npz")
    day.write_bytes(day.read_bytes()[:100])

    with pytest.raises(PipelineError, match="is damaged"):
        server.count(server.log(combined()))


def test_only_one_run_at_a_time(server: Server):
    with (
        RequestStore(folder=server.root / "request_store").locked(),
        pytest.raises(PipelineError, match="is reading logs"),
    ):
        server.count(server.log(combined()))
