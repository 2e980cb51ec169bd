"""Clients: who a line is about, whatever the server or the proxies before it have written."""

from ipaddress import ip_network

import pytest

from pipeline.reach.downloads.count import VisitorRules
from pipeline.reach.downloads.logs.clients import BEHIND, PRIVATE, client, forwarded, is_private
from tests.reach.weblogs import MONDAY, SIZE, Server, combined

THREE = ("198.51.100.1", "198.51.100.2", "203.0.113.9")
TRUSTING = VisitorRules(proxies=PRIVATE)


@pytest.fixture
def server(tmp_path) -> Server:
    return Server(tmp_path)


@pytest.mark.parametrize(
    ("head", "plain", "trusting"),
    [
        ("198.51.100.1 - - ", "198.51.100.1", "198.51.100.1"),
        ("198.51.100.1 - 王 小明 ", "198.51.100.1", "198.51.100.1"),
        ("198.51.100.1 ", "198.51.100.1", "198.51.100.1"),
        ("198.51.100.1:51234 - - ", "198.51.100.1", "198.51.100.1"),
        ("[2001:db8::7]:51234 - - ", "2001:db8::7", "2001:db8::7"),
        ("www.example.org:443 198.51.100.1 - - ", "198.51.100.1", "198.51.100.1"),
        ("www.example.org 2001:db8::7 - - ", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.5:443 198.51.100.1 - - ", "198.51.100.1", "198.51.100.1"),
        ("192.168.1.5 (203.0.113.1) - - ", "192.168.1.5", "203.0.113.1"),
        ("192.168.1.5 (203.0.113.1, 10.0.0.2) - - ", "192.168.1.5", "203.0.113.1"),
        ('"203.0.113.1" 192.168.1.5 - - ', "192.168.1.5", "203.0.113.1"),
        ("203.0.113.1, 10.0.0.2 - - ", "10.0.0.2", "203.0.113.1"),
        ("192.168.1.5 203.0.113.1 - ", "192.168.1.5", "203.0.113.1"),
        ("hall-7.example.org - - ", "hall-7.example.org", "hall-7.example.org"),
        ("- - - ", "-", "-"),
    ],
)
def test_the_visitor_before_the_time(head: str, plain: str, trusting: str):
    assert client(head.encode()).decode() == plain
    assert client(head.encode(), PRIVATE).decode() == trusting


@pytest.mark.parametrize(
    ("remote", "told", "visitor"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        # What a visitor makes up stands to the left of what the proxy saw.
        ("10.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "127.0.0.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7:51234", "203.0.113.7"),
        ("10.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
        ("10.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("fd00::1", "2001:db8::7, 172.16.3.4", "2001:db8::7"),
        # Nobody beyond a gap is known.
        ("10.0.0.1", "203.0.113.7, unknown, 10.0.0.9", "10.0.0.9"),
        ("10.0.0.1", "-", "10.0.0.1"),
        # All of them at home.
        ("10.0.0.1", "192.168.7.20", "192.168.7.20"),
        # Who connects from outside may say what he likes.
        ("203.0.113.50", "198.51.100.1", "203.0.113.50"),
    ],
)
def test_addresses_are_believed_from_the_right(remote: str, told: str, visitor: str):
    assert client(f"{remote} - - ".encode() + BEHIND + told.encode(), PRIVATE).decode() == visitor


def test_what_stands_behind_the_agent():
    assert forwarded(b' "203.0.113.7, 10.0.0.1"') == b"203.0.113.7, 10.0.0.1"
    assert forwarded(b' "bytes=0-1" "203.0.113.7"') == b"203.0.113.7"
    assert forwarded(b' "-" rt=0.002 203.0.113.7') == b"203.0.113.7"
    assert forwarded(b' "-" rt=0.002 "gzip" 1.25') == b""
    # Beside the machine that answered.
    assert forwarded(b' 10.244.0.5:8080 0.005 xff="203.0.113.7"') == b"203.0.113.7"


def test_virtual_hosts_have_visitors_of_their_own(server: Server):
    lines = [f"www.example.org:443 {combined(ip=ip)}" for ip in THREE]

    found = server.of(*lines)

    assert (sum(found.downloads.values()), found.consumers) == (3, 3)
    # The same visitor in a log of the other kind is no second one.
    assert server.of(*lines, combined(ip=THREE[0])).consumers == 3


def test_behind_a_proxy(server: Server):
    at_the_end = [combined(ip="172.17.0.1") + f' "{ip}"' for ip in THREE]
    in_brackets = [combined(ip=f"192.168.1.5 ({ip})") for ip in THREE]
    for lines in (at_the_end, in_brackets):
        blind, seeing = server.of(*lines), server.of(*lines, visitor_rules=TRUSTING)
        assert (blind.consumers, bool(blind.logs[0].lone)) == (1, True)
        assert (seeing.consumers, sum(seeing.downloads.values()), seeing.logs[0].lone) == (3, 3, "")


def test_ranges_are_still_found_behind_a_proxy(server: Server):
    half = SIZE // 2
    first = combined(ip="10.0.0.1", status=206, sent=half, asked=None) + f' "203.0.113.7" "bytes=0-{half - 1}"'
    again = combined(ip="10.0.0.1", status=206, sent=900_000, asked=None) + ' "203.0.113.8" "bytes=0-899999"'

    assert server.downloads(first, visitor_rules=TRUSTING) == 1
    # The same piece twice is one piece: less than a minute.
    assert server.downloads(again, again, visitor_rules=TRUSTING) == 0


def test_a_proxy_of_ones_own_with_a_public_address(server: Server):
    lines = [combined(ip="192.0.2.10") + f' "{ip}"' for ip in THREE]

    assert server.of(*lines, visitor_rules=TRUSTING).consumers == 1
    named = VisitorRules(proxies=(ip_network("192.0.2.0/24"),))
    assert server.of(*lines, visitor_rules=named).consumers == 3


def test_only_one_private_address_for_all_is_told(server: Server):
    house = [combined(ip="192.168.1.7"), combined(ip="192.168.1.8")]

    assert server.of(*house).logs[0].lone == ""
    assert server.of(combined(ip="192.168.1.7"), combined(ip="203.0.113.1")).logs[0].lone == ""
    assert server.of(*house[:1] * 2).logs[0].lone == "192.168.1.7"
    assert server.of(combined(ip="127.0.0.1"), combined(MONDAY, ip="127.0.0.1")).logs[0].lone == "127.0.0.1"


def test_visitors_that_proxies_name_without_being_believed_are_told(server: Server):
    def proxy(*lines: str, trusted: VisitorRules | None = None) -> str:
        return server.of(*lines, visitor_rules=trusted).logs[0].proxy

    cdn = [combined(ip="192.0.2.10") + f' "{ip}"' for ip in THREE]
    several = [combined(ip=f"10.0.0.{i % 2}") + f' "{ip}"' for i, ip in enumerate(THREE)]
    listed = [combined(ip=f"{ip}, 192.0.2.10") for ip in THREE]
    for lines in (cdn, listed):
        assert (proxy(*lines), proxy(*lines, trusted=TRUSTING)) == ("192.0.2.10", "192.0.2.10")
        assert proxy(*lines, trusted=VisitorRules(proxies=(ip_network("192.0.2.0/24"),))) == ""
    assert (proxy(*several), proxy(*several, trusted=TRUSTING)) == ("10.0.0.0", "")
    # The server found them out itself; few say so; one visitor says many things.
    assert proxy(*(combined(ip=ip) + f' "{ip}, 192.0.2.10"' for ip in THREE)) == ""
    assert proxy(*cdn, *(combined(ip=ip) for ip in (*THREE, "203.0.113.77"))) == ""
    assert proxy(*(combined(ip=ip) + ' "203.0.113.80:8080"' for ip in THREE)) == ""
    assert proxy(*(combined(ip="10.0.0.1") + f' "{i}.1.1.1, {THREE[0]}"' for i in (1, 2)), trusted=TRUSTING) == ""


@pytest.mark.parametrize("before", ["Mar  2 00:00:00 web1 nginx[812]: ", "2026-03-02T00:00:00+08:00 web1 nginx: "])
def test_lines_that_came_by_syslog(server: Server, before: str):
    found = server.of(*(before + combined(ip=ip) for ip in THREE))

    assert (found.consumers, sum(found.downloads.values())) == (3, 3)


def test_private_addresses():
    assert all(map(is_private, (b"10.1.2.3", b"172.31.0.1", b"100.64.0.9", b"::1", b"fd12::7")))
    assert not any(map(is_private, (b"172.32.0.1", b"203.0.113.1", b"2408::1", b"a.example.org", b"")))
