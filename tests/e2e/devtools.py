"""A real Chromium in a test's hands: pages are opened, looked at, typed into and photographed (DevTools protocol)."""

import base64
import json
import os
import select
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.programs import program

SECONDS = 30
KEYS = {
    "Tab": 9, "Enter": 13, " ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
    "ArrowDown": 40, "PageUp": 33, "PageDown": 34,
}  # fmt: skip
TEXTS = {"Enter": "\r", " ": " "}


@dataclass
class Browser:
    """A running browser; told what to do through a pipe, so that nothing is installed and no port is open."""

    into: int
    out: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _rest: bytes = b""
    _events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, session: str = "", **parameters: Any) -> Any:
        """The result of a command. Raises AssertionError where the browser refuses or says nothing."""
        number = self.send(method, session, **parameters)
        while (told := self._read()).get("id") != number:
            if "method" in told:
                self._events.append(told)
        assert "error" not in told, f"{method}: {told['error']}"
        return told["result"]

    def send(self, method: str, session: str = "", **parameters: Any) -> int:
        """Give a command whose answer nobody waits for; its number."""
        number = next(self._numbers)
        command = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self.into, json.dumps(command).encode() + b"\0")
        return number

    def events(self, session: str, method: str) -> list[dict[str, Any]]:
        """What it told of by itself so far."""
        return [told["params"] for told in self._events if (told.get("sessionId"), told["method"]) == (session, method)]

    def _read(self) -> dict[str, Any]:
        end = time.monotonic() + SECONDS
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.out], [], [], max(0, end - time.monotonic()))
            assert ready, f"the browser said nothing for {SECONDS} s"
            data = os.read(self.out, 1 << 20)
            assert data, "the browser is gone"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def page(self, width: int = 1280, height: int = 800, *, dark: bool = False) -> "Tab":
        """A new, empty page of that many CSS pixels."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(browser=self, session=session, target=target)
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.call(f"{domain}.enable")
        tab.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        tab.media(dark=dark)
        return tab


@dataclass
class Tab:
    """One page."""

    browser: Browser
    session: str
    target: str

    def call(self, method: str, **parameters: Any) -> Any:
        return self.browser.call(method, self.session, **parameters)

    def close(self) -> None:
        self.browser.call("Target.closeTarget", targetId=self.target)

    def open(self, address: str) -> "Tab":
        """Go there and wait until it has loaded."""
        before = len(self.browser.events(self.session, "Page.loadEventFired"))
        told = self.call("Page.navigate", url=address)
        assert not told.get("errorText"), told
        if told.get("loaderId"):
            self.wait_for(lambda: len(self.browser.events(self.session, "Page.loadEventFired")) > before, address)
        return self

    def tell(self, expression: str) -> Any:
        """The value of an expression of JavaScript; promises are awaited, and the user is taken to have clicked."""
        told = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, expression: str) -> Any:
        """Wait until the expression is true; its value."""
        return self.wait_for(lambda: self.tell(expression), expression)

    def wait_for(self, asked: Any, what: str) -> Any:
        end = time.monotonic() + SECONDS
        while not (told := asked()):
            assert time.monotonic() < end, f"in vain: {what}"
            time.sleep(0.03)
            # A page that is on its way tells nothing.
            self.browser.call("Browser.getVersion")
        return told

    def click(self, selector: str) -> None:
        """With the mouse, in the middle of what is there: what covers it gets the click.

        Only once it was painted: what stands in a page since a moment ago (`content-visibility`) takes no clicks, and
        nobody could aim at it.
        """
        self.tell("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
        place = self.tell(
            f"(() => {{ const found = document.querySelector({json.dumps(selector)});"
            " found.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const box = [...found.getClientRects()].pop();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def press(self, key: str, *, times: int = 1, shift: bool = False) -> None:
        for _ in range(times):
            common = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key], "modifiers": 8 if shift else 0}
            self.call(
                "Input.dispatchKeyEvent", type="keyDown", **common, **({"text": TEXTS[key]} if key in TEXTS else {})
            )
            self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def media(self, *, dark: bool = False, paper: bool = False) -> None:
        """Show it by night, or as it is printed."""
        schemes = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", media="print" if paper else "", features=schemes)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        told = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(told["data"]))

    def paper(self) -> bytes:
        """The page as a PDF, as it prints."""
        told = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(told["data"])

    def requests(self) -> list[str]:
        """Every address that was asked for."""
        events = self.browser.events(self.session, "Network.requestWillBeSent")
        return [event["request"]["url"] for event in events]

    def complaints(self) -> list[str]:
        """Errors that a developer would find in the console."""
        thrown = self.browser.events(self.session, "Runtime.exceptionThrown")
        logged = self.browser.events(self.session, "Log.entryAdded")
        return [told["exceptionDetails"]["text"] for told in thrown] + [
            told["entry"]["text"] for told in logged if told["entry"]["level"] in ("error", "warning")
        ]


@contextmanager
def chromium(*switches: str) -> Iterator[Browser]:
    """The system's Chromium, without a window, with a profile that is thrown away."""
    found = program("chromium")
    commands, to_browser = os.pipe()
    from_browser, answers = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = shlex.join([
            found, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
            "--no-first-run", "--hide-scrollbars", "--remote-debugging-pipe", f"--user-data-dir={profile}",
            *switches,
        ])  # fmt: skip
        # Chromium reads commands from its file 3 and answers into its file 4.
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command} 3<&{commands} 4>&{answers}"],
            pass_fds=(commands, answers),
            # Where it leaves more than its profile.
            env=os.environ | {"TMPDIR": profile},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(commands)
        os.close(answers)
        try:
            yield Browser(into=to_browser, out=from_browser)
        finally:
            # All its processes: the others would go on for a moment, and write into the profile that is thrown away.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            os.close(to_browser)
            os.close(from_browser)
