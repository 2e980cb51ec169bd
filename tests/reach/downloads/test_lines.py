"""Lines: every kind of log read alike, and every line accounted for."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.reach.downloads.count import VisitorRules
from pipeline.reach.downloads.logs.clients import PRIVATE
from pipeline.reach.downloads.visitors import Networks
from tests.reach.weblogs import MONDAY, NEED, NOW, PHONE, SIZE, Server, combined, episode, piece

TARGET = "/lessons/lieshita/1/lieshita-001.mp3"
FIELDS = (
    "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes "
    "time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status "
    "fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len "
    "sc-range-start sc-range-end"
)


def cloudfront(**cells: str) -> str:
    standing = {"date": "2026-03-01", "time": "16:00:00", "sc-bytes": str(SIZE + 420), "c-ip": "114.86.1.2"}
    standing |= {"cs-method": "GET", "cs-uri-stem": TARGET, "sc-status": "200", "cs(User-Agent)": quote(quote(PHONE))}
    return "\t".join((standing | cells).get(name, "-") for name in FIELDS.split()[1:])


def alibaba(status: int = 200, sent: int = SIZE, agent: str = PHONE) -> str:
    return (
        f'[2/Mar/2026:00:00:00 +0800] 114.86.1.2 - 1542 "-" "GET http://cdn.example.org{TARGET}" {status} 191 {sent} '
        f'MISS "{agent}" "audio/mpeg"'
    )


def realtime(**fields: object) -> str:
    found = {"unixtime": "1772380800", "method": "GET", "uri": TARGET, "client_ip": "114.86.1.2", "return_code": "200"}
    return json.dumps(found | {"body_bytes_sent": str(SIZE), "user_agent": PHONE, "http_range": "-"} | fields)


def caddy(**changes: object) -> str:
    request = {"remote_ip": "114.86.1.2", "client_ip": "114.86.1.2", "method": "GET", "uri": TARGET}
    request |= {"headers": {"User-Agent": [PHONE]}} | changes
    found = {"level": "info", "ts": 1772380800.25, "logger": "http.log.access", "msg": "handled request"}
    return json.dumps(found | {"request": request, "size": SIZE, "status": 200, "resp_headers": {}})


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_one_visit_is_the_same_in_logs_of_all_kinds(server: Server):
    kinds = {
        "combined": [combined()],
        "cloudfront": ["#Version: 1.0", FIELDS, cloudfront()],
        "alibaba-cdn": [alibaba()],
        "alibaba-cdn-realtime": [realtime()],
        "caddy": [caddy()],
    }
    for kind, lines in kinds.items():
        found = server.of(*lines)
        assert (found.logs[0].format, found.downloads) == (kind, {"lieshita/1": 1}), kind

    together = server.of(*(line for lines in reversed(kinds.values()) for line in lines))
    assert together.downloads == {"lieshita/1": 1}
    assert together.logs[0].kept == 5


def test_ranges_are_found_in_all_kinds(server: Server):
    half = NEED // 2 + 1
    first, second = f"bytes=0-{half - 1}", f"bytes={half}-{NEED - 1}"
    columns = {"sc-status": "206", "sc-bytes": str(half + 500), "sc-content-len": str(half)}
    pairs = [
        (piece(0, half), piece(half, NEED)),
        (
            cloudfront(**columns, **{"sc-range-start": "0", "sc-range-end": str(half - 1)}),
            cloudfront(**columns, **{"sc-range-start": str(half), "sc-range-end": str(NEED - 1)}),
        ),
        (alibaba(206, half) + f' "{first}"', alibaba(206, half) + f' "{second}"'),
        (
            realtime(return_code="206", body_bytes_sent=half, http_range=first),
            realtime(
                return_code="206", body_bytes_sent=half, sent_http_content_range=f"bytes {half}-{NEED - 1}/{SIZE}"
            ),
        ),
    ]
    for one, other in pairs:
        assert server.downloads(FIELDS, one, other) == 1
        assert server.downloads(FIELDS, one, one) == 0


def test_nginx_own_format_has_another_field_behind_the_agent(server: Server):
    line = combined(asked=None)

    assert server.downloads(f'{line} "203.0.113.7, 10.0.0.1"') == 1
    assert server.downloads(f'{line} "-" rt=0.002 "bytes=0-{SIZE - 1}"') == 1


def test_columns_are_read_by_their_names(server: Server):
    fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-bytes cs(User-Agent) new-column"
    row = f"2026-03-01\t16:00:00\t114.86.1.2\tGET\t{TARGET}\t200\t{SIZE + 400}\t{quote(PHONE)}\tx"

    assert server.downloads(fields, row) == 1
    # Another order from here on, in the same file.
    other = "#Fields: date time sc-bytes c-ip cs-uri-stem cs-method sc-status cs(User-Agent)"
    moved = f"2026-03-03\t16:00:00\t{SIZE + 400}\t114.86.1.2\t{TARGET}\tGET\t200\t{quote(PHONE)}"
    assert server.downloads(fields, row, other, moved) == 2


def test_every_dropped_line_has_its_reason(server: Server):
    reasons = {
        combined(method="HEAD"): "method",
        combined(status=304, sent=0): "not-modified",
        combined(status=404, sent=162): "status",
        combined(sent=0): "nothing-sent",
        combined(target="/lessons/index.html"): "other-file",
        combined(agent="-"): "no-agent",
        combined(agent="Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"): "robot",
        combined(agent="curl/8.1.2"): "library",
        combined(agent="atc/1.0 watchOS/9.1 model/Watch6,2"): "watch",
        combined(NOW.replace(year=2027)): "future",
        combined().replace("02/Mar/2026", "31/Feb/2026"): "unreadable",
        r'198.51.100.7 - - [02/Mar/2026:00:00:00 +0800] "\x16\x03\x01" 400 157 "-" "-"': "unreadable",
        "": "unreadable",
        "# a note": "comment",
        "好" * 5000: "unreadable",
    }

    log = server.of(combined(), *reasons).logs[0]

    assert (log.lines, log.kept) == (len(reasons) + 1, 1)
    assert log.dropped == {reason: list(reasons.values()).count(reason) for reason in reasons.values()}


def test_garbage_between_good_lines_costs_only_itself(server: Server):
    log = server.root / "access.log"
    good = combined().encode()
    log.write_bytes(
        b"\n".join(
            [good, bytes(range(11, 256)) * 40, b"\x00" * 3000, good, b"x" * 1_500_000, good.replace(b"]", b"", 1)]
        )
        + b"\r\n"
        + good
    )

    found = server.count(log).logs[0]

    assert (found.lines, found.kept, found.dropped) == (7, 3, {"unreadable": 4})


def test_a_line_without_end_is_one_line(server: Server):
    log = server.root / "access.log"
    log.write_bytes(combined().encode() + b"\n" + b"y" * (9 << 20) + b"\n" + combined().encode())

    found = server.count(log).logs[0]

    assert (found.lines, found.kept) == (3, 2)


def test_windows_line_ends_and_marks_are_no_matter(server: Server):
    for lines in ([piece(0, NEED)], [FIELDS, cloudfront()], [alibaba()], [realtime()]):
        log = server.root / "access.log"
        log.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")
        assert server.count(log, keep=False).downloads == {"lieshita/1": 1}


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" * 100, "烈士塔\n".encode("utf-16"), b"a,b\n1,2\n"])
def test_a_file_without_requests_is_refused(server: Server, content: bytes):
    log = server.root / "access.log"
    log.write_bytes(content)

    refused = server.count(log).logs[0].refused

    assert refused is not None
    assert "is a request" in refused.message
    assert server.count(server.log(combined())).downloads == {"lieshita/1": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_empty_lines_count_but_at_the_end(server: Server, monkeypatch: pytest.MonkeyPatch, end: str):
    lines = [combined(), "", "", combined(MONDAY + timedelta(days=2)), "", ""]
    path = server.log(*lines, name="access.log")
    path.write_bytes(end.join(lines).encode() + end.encode())
    for size in (7, 4 << 20):
        monkeypatch.setattr("pipeline.reach.downloads.logs.files.BLOCK", size)
        (log,) = server.count(path, keep=False).logs
        assert (log.lines, log.kept, dict(log.dropped)) == (4, 2, {"unreadable": 2}), size


def test_an_empty_log_has_no_lines(server: Server):
    log = server.count(server.log()).logs[0]

    assert (log.lines, log.refused) == (0, None)


def test_a_missing_file_and_a_folder_are_refused_in_words(server: Server):
    said = [str(log.refused) for log in server.count(server.root / "no.log", server.root).logs]

    assert [text.rpartition(": ")[2] for text in said] == ["No such file or directory", "Is a directory"]


def test_addresses_are_found_however_they_are_written(tmp_path: Path):
    plain = replace(
        episode(1), addresses=("lieshita/1/lieshita-001.mp3", "lieshita/001 毛泽建.mp3", "/media/ep 01.mp3")
    )
    server = Server(tmp_path, served=(plain, replace(episode(2), addresses=("other/001 毛泽建.mp3",))))
    found = [
        "/lieshita/1/lieshita-001.mp3",
        "/a/b/lieshita/1/lieshita-001.mp3?from=feed#t=10",
        "https://hall.example.org/lieshita/1/lieshita-001.mp3",
        "/x/lieshita/001%20%E6%AF%9B%E6%B3%BD%E5%BB%BA.mp3",
        r"/x/lieshita/001%20\xE6\xAF\x9B\xE6\xB3\xBD\xE5\xBB\xBA.mp3",
        "/lieshita/001%20毛泽建.mp3",
        "/media/ep%2001.mp3",
    ]
    foreign = ["/lieshita/2/lieshita-001.mp3", "/lieshita-001.mp3", "/x/media/ep%2001.mp3", "/001%20毛泽建.mp3", "/%FF"]

    assert server.of(*(combined(target=target) for target in found)).logs[0].kept == len(found)
    assert server.of(*(combined(target=target) for target in foreign)).logs[0].dropped == {"other-file": len(foreign)}


@pytest.mark.parametrize(
    "target",
    [
        "//media//ep01.mp3",
        "/media/./ep01.mp3",
        "/media/old/../ep01.mp3",
        "/media/ep%301.mp3",
        "/Media/../media/ep01.mp3?x=1",
        "https://hall.example.org//media/ep01.mp3",
        "/media/%e6%af%9b%e6%b3%bd%e5%bb%ba 01.mp3",
        "/media/%E6%AF%9B%E6%B3%BD%E5%BB%BA%2001.mp3",
        "/media/毛泽建%2001.mp3",
        "/media/毛泽建+01.mp3",
        "//media/%25E6%25AF%259B%25E6%25B3%25BD%25E5%25BB%25BA%252001.mp3",
        "/media/毛泽建 01.mp3",
    ],
)
def test_one_path_is_one_file_however_it_is_written(tmp_path: Path, target: str):
    one, two = (
        replace(episode(n), addresses=(path,)) for n, path in ((1, "/media/ep01.mp3"), (2, "/media/毛泽建 01.mp3"))
    )

    found = Server(tmp_path, served=(one, two)).of(combined(target=target))

    assert (sum(found.downloads.values()), dict(found.logs[0].dropped)) == (1, {})


def test_blanks_do_not_reach_into_the_protocol(tmp_path: Path):
    one = replace(episode(1), addresses=("/media/ep 01.mp3",))
    server = Server(tmp_path, served=(one,))

    assert server.downloads(combined(target="/media/ep 01.mp3")) == 1
    assert server.downloads(combined(target="/media/ep 01.mp3").replace(" HTTP/1.1", "")) == 1
    assert server.of(combined(target="/media/ep 01.mp3 HTTP/1.1")).downloads == {"lieshita/1": 1}
    assert server.of(combined(target="/media/ep 02.mp3")).logs[0].dropped == {"other-file": 1}


def test_a_proxys_addresses_in_logs_of_json(server: Server):
    trusting = VisitorRules(proxies=PRIVATE)
    lines = [
        caddy(client_ip="10.0.0.1", headers={"User-Agent": [PHONE], "X-Forwarded-For": ["203.0.113.1"]}),
        caddy(client_ip="10.0.0.1", headers={"User-Agent": [PHONE], "X-Forwarded-For": ["1.2.3.4", "203.0.113.2"]}),
        realtime(client_ip="10.0.0.1", xforwordfor="203.0.113.3"),
    ]  # fmt: skip

    assert server.of(*lines).consumers == 1
    assert server.of(*lines, visitor_rules=trusting).consumers == 3


def test_a_name_that_two_series_share_is_nobodys(tmp_path: Path):
    shared = ("开场 001.mp3",)
    one, other = replace(episode(1), addresses=shared), replace(episode(1, series="kaifu"), addresses=shared)

    found = Server(tmp_path, served=(one, other)).of(combined(target="/%E5%BC%80%E5%9C%BA%20001.mp3"))

    assert found.logs[0].dropped == {"ambiguous-path": 1}


def test_the_studios_own_rules_come_first(server: Server):
    visitor_rules = VisitorRules(
        agents_kept=("okhttp",),
        agents_dropped=("iPhone",),
        networks=Networks.of(["203.0.113.0/24", "2001:db8::/32"], ["203.0.113.8/29"]),
    )
    lines = [
        combined(agent="okhttp/4.9"),
        combined(),
        combined(ip="203.0.113.1", agent="Xiaoyuzhou/2.50"),
        combined(ip="203.0.113.9", agent="Xiaoyuzhou/2.50"),
        combined(ip="2001:db8::1", agent="Xiaoyuzhou/2.50"),
        combined(ip="not-an-address", agent="Xiaoyuzhou/2.50"),
    ]

    log = server.of(*lines, visitor_rules=visitor_rules).logs[0]

    assert (log.kept, log.dropped) == (3, {"robot": 1, "network": 2})


def test_long_logs_are_filtered_by_several_processes(tmp_path: Path):
    """The same comes out, whoever sifts."""
    lines = [combined(datetime(2026, 3, 1 + i % 20, tzinfo=UTC), ip=f"10.{i % 251}.{i % 241}.9") for i in range(1000)]
    text = "\n".join([*lines, "nonsense"] * 120)
    results = []
    for processes in (1, 2):
        server = Server(tmp_path / str(processes))
        server.root.mkdir()
        results.append(server.count(server.log(text), processes=processes))

    one, two = results
    assert replace(one.logs[0], path="") == replace(two.logs[0], path="")
    assert (one.downloads, one.consumers, one.days) == (two.downloads, two.consumers, two.days)


def test_moments_are_read_in_every_zone(server: Server):
    here = [combined(MONDAY), combined(MONDAY.astimezone(UTC)), alibaba(), realtime(unixtime=int(MONDAY.timestamp()))]
    found = server.of(*here, realtime(unixtime=int(MONDAY.timestamp()) * 1000), rule="calendar-day")

    assert found.downloads == {"lieshita/1": 1}
    assert {str(day) for _, day in found.days} == {"2026-03-02"}
