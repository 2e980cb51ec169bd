"""Secrets are never shown: twelve of them stand where people put them, and none is found anywhere afterwards."""

import base64
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import sources
from tests.e2e.conftest import SHORTEST, Workspace
from tests.e2e.downloads import elsewhere, log
from tests.reach.weblogs import combined

STORE = "Stoere-Pa@ss/w0rd"
TARGET = "ziel%20Geheim#7"
TOKEN = "tok3n-Q7f9aa21"
USER = "ghp_Zz81kkQ0patX"
STUDIO_KEY = "geheim studio 11"
SERIES_KEY = "kw-Serie-2233"
BLOCK = "block-Zeile-4455"
PRIVATE = "b3BlbnNzaC1rZXktdjEAAAAAQ1"
ECHO = "Echo+Wort/88="
LOG = "LogT0ken-5566"
FEED = "feedPass-7788"
ARGUMENT = "Arg-Kennwort-99"
SECRETS = {
    "the store's address": STORE,
    "a target's address": TARGET,
    "a token in an address": TOKEN,
    "a user that is a token": USER,
    "a key nobody knows, in studio.yaml": STUDIO_KEY,
    "a key nobody knows, in series.yaml": SERIES_KEY,
    "a block in an episode": BLOCK,
    "a private key": PRIVATE,
    "a password that a server sends back": ECHO,
    "a token in a log": LOG,
    "a user in a feed": FEED,
    "a command's argument": ARGUMENT,
}
STUDIO = f"""\
name: 声音馆
reach: {{store: "postgresql://studio:{STORE}@nas/reach"}}
api-token: {STUDIO_KEY}  # never do this
targets:
  schule: {{url: "webdav+https://schule:{TARGET}@nas.local/dav", public: http://x.cn/}}
  cdn: {{url: "https://files.local/up?token={TOKEN}&x=1", public: http://x.cn/}}
  git: {{url: "ftp://{USER}@git.local/site", public: http://x.cn/}}
"""
SERIES = f"""\
title: 烈士塔下
口令: {SERIES_KEY}
renditions: {{main: {{size: 160x90, rate: 25}}}}
"""
EPISODE = f"""\
number: 1
title: 毛泽建
passwort-notiz: x
password: |
  {BLOCK}
   {BLOCK}: x
private-key: |
  -----BEGIN OPENSSH PRIVATE KEY-----
  {PRIVATE}
  -----END OPENSSH PRIVATE KEY-----
segments:
  - narration: assets/n.m4a
    pictures: [{{image: assets/a.jpg}}]
"""


class Echo(BaseHTTPRequestHandler):
    """A server that refuses everything, and says in its answers what it was given."""

    def _refuse(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = self.headers.get("Authorization", "")
        password = base64.b64decode(said.partition(" ")[2]).decode()
        self.send_response(500, f"Nope {password} {said}")
        self.end_headers()
        self.wfile.write(f"<p>{password} {said} {ECHO}</p>".encode())

    do_GET = do_PUT = do_HEAD = do_MKCOL = do_PROPFIND = do_DELETE = do_MOVE = _refuse

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{listening.server_port}"
        listening.shutdown()


class Watched:
    """A workspace in which every command is run twice, and everything it said or wrote is looked at."""

    def __init__(self, workspace: Workspace, mine: set[str]) -> None:
        self.workspace = workspace
        self.mine = mine
        """Files in which people wrote secrets."""
        self.commands = 0
        self.said = ""

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        for more in ((), ("--json",), ("--lang", "zh")):
            done = self.workspace.run(*arguments, *more, env=env)
            self.said += done.stdout + done.stderr
            assert_clean(done.stdout, f"{arguments} {more} stdout")
            assert_clean(done.stderr, f"{arguments} {more} stderr")
        self.commands += 1
        return done

    def look(self) -> int:
        """Look into every file that is not of a person; how many there are."""
        files = [path for path in self.workspace.root.rglob("*") if path.is_file()]
        written = [path for path in files if str(path.relative_to(self.workspace.root)) not in self.mine]
        for path in written:
            assert_clean(path.name, str(path))
            assert_clean(path.read_bytes().decode("utf-8", "replace"), str(path))
        return len(written)


def parts(secret: str) -> set[str]:
    """The secret, in the spellings that it comes back in, and its lines."""
    user = base64.b64encode(secret.encode()).decode().rstrip("=")
    return {secret, secret.replace("@", "%40").replace("/", "%2F"), secret.replace("%20", " "), user[:12]}


def assert_clean(text: str, where: str) -> None:
    for name, secret in SECRETS.items():
        for one in parts(secret):
            assert one not in text, (
                f"{name} stands in {where}: {text[max(text.find(one) - 300, 0) : text.find(one) + 80]}"
            )


def people_s_files(workspace: Workspace) -> set[str]:
    return {str(path.relative_to(workspace.root)) for path in workspace.root.rglob("*") if path.is_file()}


def test_what_people_wrote_by_mistake_is_told_without_it(workspace: Workspace):
    workspace.write("studio.yaml", STUDIO)
    workspace.write("episodes/s/series.yaml", SERIES)
    workspace.episode(EPISODE)
    watched = Watched(workspace, people_s_files(workspace))
    argument = f"https://me:{ARGUMENT}@host/x"

    for command in (
        ["check"], ["check", argument], ["plan", "--why"], ["render"], ["verify"], ["status"],
        ["publish", "--to", "schule"], ["publish", "s/1", "--to", "douyin"], ["retract", "s", "--from", "cdn"],
        ["approve", "s"], ["doctor"],
        ["cache", "stats"], ["cache", "prune"], ["reach", "report"], ["reach", "match"], ["reach", "import", argument],
        ["new", argument, "--title", "x"], ["bundle", "s", "--to", "stick"],
        ["export", "archive", "s", "--to", "a.zip"], ["renumber", "s/1", "2", "--dry-run"],
        ["render", f"--password={argument}"],
        ["plan", "s", "--cluster", argument],
    ):  # fmt: skip
        watched.run(*command)

    assert watched.commands >= 20
    watched.look()
    # It is told all the same, at its place.
    assert "studio.yaml:2:16: a password must not be in this file [password-in-manifest]" in watched.said
    assert "unknown key 'api-token'" in watched.said
    assert "targets:" not in watched.said
    assert "    api-token: ****************  # never do this\n    ^" in watched.said


def test_what_commands_meet_stays_out_of_all_that_they_write(rendered: Workspace, server: str):
    rendered.write(
        "studio.yaml",
        "name: 声音馆\ntargets:\n"
        f"  nas: {{url: webdav+http://schule@{server}/dav, password-env: NAS_PASSWORD, public: http://x.cn/}}\n"
        "  here: {url: file://site, public: http://x.cn/}\n",
    )
    user = f"https://me:{FEED}@cdn.example.org"
    feed = f"""<rss version="2.0"><channel><title>旧</title><link>{user}/</link>
    <item><title>一</title><enclosure url="{user}/b.mp3?token={TOKEN}" length="1"/></item>
    <item><title>二</title><guid>{user}/gone</guid><enclosure url="{user}/gone.mp3" length="1"/></item>
    <item><title>三</title><guid>{user}/c.mp3</guid><enclosure url="{user}/c.mp3" length="1"/></item></channel></rss>"""
    rendered.write("feed.xml", feed)
    for turn, name in enumerate(("b.mp3", "c.mp3"), start=1):
        place = rendered.root / "alt" / name
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(sources.tone(f"moved-{turn}.mp3", 1, frequency=300 * turn), place)
    line = combined(target=f"/media/ep01.mp3?token={LOG}")
    logs = log(rendered, line, f"GET /?token={LOG} broken")
    rendered.write("t.csv", f"标题,播放量\n毛泽建,很多 {user}\n郭亮,12\n")
    media = elsewhere(rendered)
    watched = Watched(rendered, people_s_files(rendered) - {".voicehall"})
    watched.mine = {name for name in watched.mine if not name.startswith((".voicehall", "out"))}
    with (rendered.root / "episodes/s/series.yaml").open("a", encoding="utf-8") as file:
        file.write(f"# früher: sftp://a:{ARGUMENT}@nas, token: {STUDIO_KEY}\n")
    env = {"NAS_PASSWORD": ECHO, "AWS_SECRET_ACCESS_KEY": SERIES_KEY}

    for command in (
        ["render"], ["check", f"s/{SERIES_KEY}"], ["publish", "--to", "nas"], ["retract", "s", "--from", "nas"],
        ["publish", "--to", "here"],
        ["publish", "s/1", "--to", "douyin"], ["adopt", "--feed", "feed.xml", "--series", "alt", "--media", "alt"],
        ["reach", "downloads", logs, "--media", media], ["reach", "report"],
        ["reach", "import", "t.csv", "--explain", "--platform", "douyin"],
        ["reach", "report", "-o", "r.html"], ["status", "--html", "b.html"], ["verify", "--html", "v.html"], ["doctor"],
        ["plan", "--why"], ["bundle", "s", "--to", "stick"], ["export", "archive", "s/1", "--to", "archiv"],
        ["check"], ["publish", "--to", "here", "--again"], ["reach", "match", "--all"], ["cache", "stats"],
    ):  # fmt: skip
        watched.run(*command, env=env)

    assert watched.commands >= 20
    assert watched.look() > 50
    assert "cannot list its files: received 500 (Nope schule:*** Basic ***)" in watched.said


def test_a_bug_keeps_its_traceback_but_for_secrets(tmp_path: Path):
    program = (
        "import sys, cli\n"
        "from commands import mishaps\n"
        "mishaps.mask_tracebacks()\n"
        f"raise RuntimeError('cannot reach https://u:{FEED}@h/')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert_clean(done.stderr, "stderr")
    assert "RuntimeError: cannot reach https://***@h/" in done.stderr
    assert "Traceback" in done.stderr


def test_the_excerpt_of_an_episode_still_points_right(workspace: Workspace):
    workspace.episode(SHORTEST.replace("../../assets", "assets") + "令牌: 一二三-hunter2xyz\n")

    done = workspace.run("check")

    assert "hunter2xyz" not in done.stdout + done.stderr
    assert "    令牌: **************\n    ^" in done.stdout
