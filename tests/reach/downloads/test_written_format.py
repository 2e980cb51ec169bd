"""Formats as servers' settings write them: every value at its place, and what is missing told."""

from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest

from pipeline.errors import PipelineError
from pipeline.reach.downloads.count import VisitorRules
from pipeline.reach.downloads.logs.clients import BEHIND, PRIVATE
from pipeline.reach.downloads.logs.written_format import written_format
from tests.reach.weblogs import MONDAY, NEED, PHONE, SIZE, TABLET, Server, combined

TARGET = "/lessons/lieshita/1/lieshita-001.mp3"
AT = 1772380800
"""Monday's beginning, in seconds since 1970."""
CLF = "02/Mar/2026:00:00:00 +0800"
ISO = "2026-03-02T00:00:00+08:00"
NGINX_PIECES = """log_format podcast '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_range" $request_time';"""
JSON_LINES = (
    """log_format j escape=json '{"t":"$time_iso8601","ip":"$remote_addr","m":"$request_method","u":"$request_uri",'"""
    """'"s":$status,"b":$body_bytes_sent,"ua":"$http_user_agent","r":"$http_range","rt":$request_time}';"""
)

FORMATS = {
    "nginx in pieces": (
        NGINX_PIECES,
        f'114.86.1.2 - 张 [{CLF}] "GET {TARGET} HTTP/1.1" 200 {SIZE} "-" "{PHONE}" "-" 0.012',
    ),
    "nginx, time first, bars": (
        "$msec|$remote_addr|$request_method|$uri$is_args$args|$status|$bytes_sent|$http_user_agent",
        f"{AT}.250|114.86.1.2|GET|{TARGET}?from=app|200|{SIZE + 400}|{PHONE}",
    ),
    "nginx, JSON": (
        JSON_LINES,
        f'{{"t":"{ISO}","ip":"114.86.1.2","m":"GET","u":"{TARGET}","s":200,"b":{SIZE},"ua":"{PHONE}","r":"","rt":0.1}}',
    ),
    "nginx, upstreams and a host": (
        '$host:$server_port $upstream_addr ${remote_addr} [$time_iso8601] "$request" $status $body_bytes_sent '
        '"$http_user_agent"',
        f'cdn.example.org:443 10.0.0.1:80, 10.0.0.2:80 114.86.1.2 [{ISO}] "GET {TARGET} HTTP/2.0" 200 {SIZE} "{PHONE}"',
    ),
    "Apache, escaped": (
        r'LogFormat "%v %a %l %u %t \"%r\" %>s %B \"%{Referer}i\" \"%{User-Agent}i\" \"%{Range}i\" %D" podcast',
        f'www.example.org 114.86.1.2 - - [{CLF}] "GET {TARGET} HTTP/1.1" 200 {SIZE} "-" "{PHONE}" "-" 8123',
    ),
    "Apache, parts": (
        '%{sec}t %h %m "%U%q" %s %O 100%% "%{User-agent}i"',
        f'{AT} 114.86.1.2 GET "{TARGET}?a=1" 200 {SIZE + 300} 100% "{PHONE}"',
    ),
    "Apache, own time": (
        '%h %{%Y-%m-%dT%T%z}t "%r" %>s %b "%{User-Agent}i"',
        f'114.86.1.2 2026-03-02T00:00:00+0800 "GET {TARGET} HTTP/1.1" 200 {SIZE} "{PHONE}"',
    ),
}  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


@pytest.mark.parametrize("name", FORMATS)
def test_values_at_their_places(server: Server, name: str):
    text, line = FORMATS[name]
    format = written_format(text)
    (row,) = format.rows(line.encode())

    assert (row[0], row[2], row[4], row[6]) == (b"114.86.1.2 - -", b"GET", b"200", PHONE.encode())
    assert row[3].split(b"?")[0] == TARGET.encode()
    assert format.time(row[1]) == AT
    assert format.head is ("$bytes_sent" in text or "%O" in text)
    assert int(row[5]) == SIZE + (400 if "$bytes_sent" in text else 300 if "%O" in text else 0)

    found = server.of(line, "no request", log_format=text)
    assert found.downloads == {"lieshita/1": 1}
    assert (found.logs[0].format, found.logs[0].kept, found.logs[0].dropped["unreadable"]) == ("log-format", 1, 1)


def test_it_counts_as_the_usual_format_does(server: Server):
    """The same hundred requests, written in another way, by two people."""
    text = (
        '"$http_user_agent" $time_iso8601 "$http_range" $body_bytes_sent/$status $request_uri $request_method '
        "<$remote_addr>"
    )
    usual, other = [], []
    for place in range(100):
        when = MONDAY + timedelta(hours=place)
        agent, half = (PHONE, TABLET)[place % 2], NEED // 2 + 1
        first = place % 3 == 0
        start, stop = (0, half) if first else (half, NEED)
        asked = f"bytes={start}-{stop - 1}"
        usual.append(combined(when, agent=agent, status=206, sent=stop - start, asked=asked))
        other.append(f'"{agent}" {when.isoformat()} "{asked}" {stop - start}/206 {TARGET} GET <114.86.1.2>')

    found, expected = server.of(*other, log_format=text), server.of(*usual)

    assert found.downloads == expected.downloads
    assert expected.downloads["lieshita/1"] > 3
    assert (found.consumers, found.days) == (expected.consumers, expected.days)


def test_whom_proxies_serve(server: Server):
    text = '$remote_addr [$time_local] "$request" $status $body_bytes_sent "$http_user_agent" "$http_x_forwarded_for"'
    lines = [
        f'10.0.0.1 [{CLF}] "GET {TARGET} HTTP/1.1" 200 {SIZE} "{PHONE}" "203.0.113.{number}, 10.0.0.9"'
        for number in (1, 2, 3, 3)
    ]

    (row,) = written_format(text).rows(lines[0].encode())
    assert row[0] == b"10.0.0.1 - -" + BEHIND + b"203.0.113.1, 10.0.0.9"
    assert server.downloads(*lines, log_format=text) == 1
    assert server.downloads(*lines, log_format=text, visitor_rules=VisitorRules(proxies=PRIVATE)) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('$remote_addr "$request" $status $body_bytes_sent "$http_user_agent"', "lacks the time ($time_local)"),
        ('$remote_addr [$time_local] $status $body_bytes_sent "$http_user_agent"', "lacks the request ($request)"),
        ('$remote_addr [$time_local] "$request" $body_bytes_sent "$http_user_agent"', "lacks the status ($status)"),
        ('%h %t "%r" %>s "%{User-Agent}i"', "lacks the bytes sent (%B)"),
        ('%t "%r" %>s %B "%{User-Agent}i"', "lacks the visitor's address (%h)"),
        ("%h %l %u %t \"%r\" %>s %b", "lacks the user agent (%{User-Agent}i)"),
        ("%h %>s", "lacks the time (%t), the request (%r), the bytes sent (%B), the user agent"),
        ("combined", "has none of the variables"),
        ('$remote_addr [$time_local] "$request" $status $body_bytes_sent $http_user_agent$host', "nobody can know"),
        ('%h %{%H:%M}t "%r" %>s %B "%{User-Agent}i"', "times written as '%{%H:%M}t' cannot be read"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(text: str, told: str):
    with pytest.raises(PipelineError) as found:
        written_format(text)
    assert told in str(found.value)


def test_a_log_that_is_not_written_so_is_refused(server: Server):
    text = FORMATS["nginx, time first, bars"][0]

    (log,) = server.of(combined(), log_format=text).logs

    assert log.refused is not None
    assert "is written as --log-format says" in str(log.refused)
    assert (log.lines, log.kept) == (0, 0)


def test_lines_of_before_the_change_are_read_as_well(server: Server):
    text, line = FORMATS["nginx, time first, bars"]
    old = combined(MONDAY - timedelta(days=2), agent=TABLET)

    found = server.of(old, line, log_format=text)

    assert found.downloads == {"lieshita/1": 2}
    assert found.logs[0].lines == found.logs[0].kept == 2


@pytest.mark.parametrize(("sent", "downloads"), [(NEED + 100, 0), (NEED + 1_000, 1)])
def test_heads_are_no_content(server: Server, sent: int, downloads: int):
    """A minute with the response's head counted in is no minute."""
    text, line = FORMATS["nginx, time first, bars"]

    assert server.downloads(line.replace(f"|200|{SIZE + 400}|", f"|206|{sent}|"), log_format=text) == downloads


def test_lines_made_to_be_slow_are_not():
    """Whoever sends requests decides what stands in a line."""
    text = (
        '$remote_addr [$time_local] "$request" $status $body_bytes_sent "$http_user_agent" $upstream_addr '
        "$http_x_forwarded_for"
    )
    line = f'1.1.1.1 [{CLF}] "GET {"a " * 500}" 200 1 "x" {"1, " * 300}y {"1, " * 300}y y'
    began = process_time()

    assert not any(row[0] for row in written_format(text).rows("\n".join([line] * 500).encode()))
    assert process_time() - began < 2
