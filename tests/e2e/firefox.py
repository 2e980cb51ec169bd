"""Firefox in a test's hands, by WebDriver BiDi: pages are opened, asked and photographed."""

import asyncio
import base64
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs import program

SECONDS = 30
PREFERENCES = {"media.autoplay.default": 0, "media.autoplay.blocking_policy": 0, "remote.active-protocols": 1}


class Firefox:
    """A running Firefox with one page."""

    def __init__(self, loop: asyncio.AbstractEventLoop, socket: Any) -> None:
        self._loop, self._socket, self._number = loop, socket, 0
        self.complaints: list[str] = []
        self.call("session.subscribe", events=["log.entryAdded"])
        self._page = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of a command. Raises AssertionError where the browser refuses or says nothing."""
        return self.wait(self._call(method, parameters))

    def wait(self, told: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(told, SECONDS))

    async def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while (told := json.loads((await self._socket.receive()).data)).get("id") != self._number:
            entry = told.get("params", {})
            if entry.get("level") in ("error", "warn"):
                self.complaints.append(entry.get("text", ""))
        assert told["type"] == "success", f"{method}: {told}"
        return told["result"]

    def open(self, address: str, width: int = 1280, height: int = 800) -> "Firefox":
        """Go there in a window of that many CSS pixels, and wait until it has loaded."""
        viewport = {"width": width, "height": height}
        self.call("browsingContext.setViewport", context=self._page, viewport=viewport)
        self.call("browsingContext.navigate", context=self._page, url="about:blank", wait="complete")
        self.call("browsingContext.navigate", context=self._page, url=address, wait="complete")
        return self

    def tell(self, expression: str) -> Any:
        """The value of an expression of JavaScript: a text, a number or a truth; promises are awaited."""
        told = self.call(
            "script.evaluate", expression=expression, target={"context": self._page}, awaitPromise=True,
            userActivation=True,
        )  # fmt: skip
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return told["result"].get("value")

    def until(self, expression: str) -> Any:
        """Wait until the expression is true; its value."""
        asked = f"""new Promise((done, fail) => {{
          const end = Date.now() + 20000;
          const ask = () => {{
            const told = ({expression});
            if (told) done(told); else if (Date.now() > end) fail(Error('in vain')); else setTimeout(ask, 30);
          }};
          ask();
        }})"""
        return self.tell(asked)

    def press(self, key: str) -> None:
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        source = {"type": "key", "id": "keys", "actions": actions}
        self.call("input.performActions", context=self._page, actions=[source])

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("browsingContext.captureScreenshot", context=self._page)["data"]))


@contextmanager
def firefox() -> Iterator[Firefox]:
    """The system's Firefox, without a window, with a profile that is thrown away."""
    import aiohttp

    found = program("firefox-esr")
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [found, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True,
            env=os.environ | {"HOME": profile, "TMPDIR": profile},
        )  # fmt: skip
        try:
            assert process.stderr
            address = next(line.split()[-1] for line in process.stderr if "WebDriver BiDi listening" in line)
            session = loop.run_until_complete(_session(aiohttp))
            socket = loop.run_until_complete(session.ws_connect(f"{address}/session", max_msg_size=1 << 28))
            loop.run_until_complete(
                socket.send_json({"id": 0, "method": "session.new", "params": {"capabilities": {}}})
            )
            loop.run_until_complete(socket.receive())
            yield Firefox(loop, socket)
            loop.run_until_complete(socket.close())
            loop.run_until_complete(session.close())
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            loop.close()


async def _session(aiohttp: Any) -> Any:
    # Made within the loop that it works in.
    return aiohttp.ClientSession()
