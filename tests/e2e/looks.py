"""What every page owes to everybody: one function that opens it as they do, and tells what is wrong.

    assert problems(browser, address) == []

`python -m tests.e2e.looks PAGE...` does the same from a shell, with the seconds that it took.
"""

import sys
import time
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal, get_args

from tests.e2e.devtools import Browser, Tab, chromium
from tests.e2e.slow_line import WITHIN, open_slowly
from tests.programs import node_module

Kind = Literal[
    "axe", "text", "target", "overflow", "shift", "console", "request", "keyboard", "unscripted", "print", "image"
]
WIDTHS = (320, 390, 768, 1440, 2560)
"""CSS pixels."""
SMALLEST = 12
"""Pixels of a letter's height."""
FINGER = 44
"""Pixels that a thing to press has to either side."""
SHIFT = 0.05
"""Of the layout, while the page loads on a slow line."""
TABS = 60
"""Stops of the keyboard that are looked at."""
PAPER = 688
"""Pixels across of what A4 has between margins of 14 mm, where the page does not ask for others."""
HELPERS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


def problems(
    browser: Browser, address: str, *, but: Collection[Kind] = (), widths: Collection[int] = WIDTHS
) -> list[str]:
    """Everything that is wrong with the page, in words; `but` names what it is excused from."""
    unknown = set(but) - set(get_args(Kind))
    assert not unknown, unknown
    found = [one for one in _found(browser, address, widths) if one[0] not in but]
    return [f"{kind}: {words}" for kind, words in dict.fromkeys(found)]


def shifted(browser: Browser, address: str, width: int) -> tuple[float, str]:
    """How much of the layout moves while the page comes on a slow line, and what of it."""
    with closing(browser.page(width, 844 if width < 600 else 900)) as tab:
        open_slowly(tab, address)
        value, moved = tab.tell(f"{HELPERS}; looks.shift()")
        return float(value), str(moved)


def _found(browser: Browser, address: str, widths: Collection[int]) -> Iterator[tuple[Kind, str]]:
    with closing(_Seen(browser.page(390, 844))) as phone:
        yield from phone.opened(address)
        yield from phone.measured(widths)
        yield from phone.accessible()
    with closing(_Seen(browser.page(1440, 900))) as desk:
        yield from desk.opened(address)
        yield from desk.accessible()
        yield from desk.by_keyboard()
        yield from desk.on_paper()
    with closing(_Seen(browser.page(1440, 900))) as plain:
        yield from plain.unscripted(address)


class _Seen:
    """A tab in which a page is looked at."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def close(self) -> None:
        self.tab.close()

    def opened(self, address: str) -> Iterator[tuple[Kind, str]]:
        tab = self.tab
        open_slowly(tab, address)
        tab.tell(f"{HELPERS}; 0")
        shift, moved = tab.tell("looks.shift()")
        if shift > SHIFT:
            yield "shift", f"{shift:.3f}, by {moved}"
        yield from self._told(address)
        yield from (("image", words) for words in tab.tell("looks.images()"))

    def _told(self, address: str) -> Iterator[tuple[Kind, str]]:
        """What it says in the console, and asks of others."""
        yield from (("console", words) for words in self.tab.complaints())
        home = "file:" if address.startswith("file:") else "/".join(address.split("/")[:3])
        for one in self.tab.requests():
            if not one.startswith((home, "data:", "blob:", WITHIN)):
                yield "request", one

    def measured(self, widths: Collection[int]) -> Iterator[tuple[Kind, str]]:
        for width in sorted(widths):
            self._resize(width)
            if wide := self.tab.tell("looks.overflow()"):
                yield "overflow", f"{wide} px at {width}"
            yield from (("text", words) for words in self.tab.tell(f"looks.small({SMALLEST})"))
            if width in (390, 1440):
                yield from (("target", f"{words} at {width}") for words in self.tab.tell(f"looks.targets({FINGER})"))
        self._resize(390)

    def accessible(self) -> Iterator[tuple[Kind, str]]:
        """axe-core, all its rules, by day; what depends on colour by night as well."""
        script = node_module("axe-core/axe.min.js").read_text(encoding="utf-8")
        self.tab.tell(f"{script}; 0")
        rules = "rules: {'target-size': {enabled: true}}"
        yield from (("axe", words) for words in self.tab.tell(f"looks.axe({{{rules}}})"))
        self.tab.media(dark=True)
        told = self.tab.tell("looks.axe({runOnly: ['color-contrast', 'link-in-text-block']})")
        yield from (("axe", f"{words} by night") for words in told)
        self.tab.media()

    def by_keyboard(self) -> Iterator[tuple[Kind, str]]:
        """Every stop can be seen, and they follow each other as they stand in the page."""
        stops = min(TABS, self.tab.tell("looks.stops()"))
        self.tab.tell("looks.begin()")
        for _ in range(stops):
            self.tab.press("Tab")
            if words := self.tab.tell("looks.stop()"):
                yield "keyboard", words
        reached = self.tab.tell("looks.reached()")
        if reached < stops:
            yield "keyboard", f"{reached} of {stops} stops are reached"

    def on_paper(self) -> Iterator[tuple[Kind, str]]:
        self.tab.media(paper=True)
        across = self.tab.tell(f"looks.paper({PAPER})")
        self._resize(across)
        if wide := self.tab.tell("looks.overflow()"):
            yield "print", f"{wide} px of {across}"
        yield from (("print", f"cut off: {words}") for words in self.tab.tell("looks.clipped()"))
        if not self.tab.tell("looks.words().length"):
            yield "print", "nothing is printed"
        self.tab.media()
        self._resize(1440)

    def unscripted(self, address: str) -> Iterator[tuple[Kind, str]]:
        """What can be read stands there without JavaScript as well, and nothing that would do nothing."""
        with_scripts = self.tab.open(address).tell(f"{HELPERS}; looks.words().length")
        # Here alone its policy is in force.
        yield from self._told(address)
        self.tab.call("Emulation.setScriptExecutionDisabled", value=True)
        self.tab.open("about:blank")
        self.tab.open(address)
        words = self.tab.tell(f"{HELPERS}; looks.words().length")
        if words < 0.7 * with_scripts:
            yield "unscripted", f"{words} of {with_scripts} characters can be read"
        yield from (("unscripted", f"does nothing: {one}") for one in self.tab.tell("looks.dead()"))

    def _resize(self, width: int) -> None:
        self.tab.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )


def main(addresses: Collection[str]) -> int:
    wrong = 0
    with chromium() as browser:
        for one in addresses:
            begun = time.monotonic()
            found = problems(browser, one if "://" in one else Path(one).resolve().as_uri())
            wrong += len(found)
            print(f"{one}: {len(found)} problems, {time.monotonic() - begun:.1f} s")
            print("".join(f"    {words}\n" for words in found), end="")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
