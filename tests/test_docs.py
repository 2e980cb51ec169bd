"""The documents are true: manifests are valid, commands exist, files are there, messages come as shown."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.e2e.conftest import Workspace

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "README.zh-CN.md"]
LANGUAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
DOCS = sorted((ROOT / "docs").rglob("*.md"))
TRANSLATED = sorted(path.stem for path in (ROOT / "docs").glob("*.md") if path.stem != "architecture")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """A page without its examples."""
    return re.sub(r"^```\w*\n.*?^```$", "", page(name), flags=re.DOTALL | re.MULTILINE)


def blocks(name: str, language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page(name), flags=re.DOTALL | re.MULTILINE)
    return [text for kind, text in found if kind == language]


@pytest.mark.parametrize("name", PAGES)
def test_every_command_exists(name: str):
    named = set(re.findall(r"[`/]voicehall ([a-z]+)(?: ([a-z]+))?", page(name)))

    assert {"render", "check", "plan", "new", "init", "doctor"} <= {first for first, _ in named}
    for first, second in named:
        command = main.commands.get(first)
        assert command is not None, first
        subcommands = getattr(command, "commands", None)
        assert not subcommands or second in subcommands, f"{first} {second}"


@pytest.mark.parametrize("name", PAGES)
def test_every_option_exists(name: str):
    for first, line in re.findall(r"[`/]voicehall ([a-z]+)([^`\n]*)", page(name)):
        named = [first, line.split()[0]] if hasattr(main.commands[first], "commands") else [first]
        for option in re.findall(r"--[a-z-]+", line):
            done = CliRunner().invoke(main, [*named, "--help"])
            assert option in done.output, f"{' '.join(named)} {option}"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_folder_is_there(name: str):
    links = re.findall(r"\]\(([^)#:]+)\)", prose(name))
    folders = re.findall(r"^\| `((?:pipeline|episodes|assets|benchmarks|cli)[^`]*)`", page(name), flags=re.MULTILINE)

    assert links
    for path in (*links, *folders):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("name", PAGES)
def test_the_manifests_shown_are_valid(bare: Workspace, name: str):
    """Every file they name is put there first, so that what remains are mistakes of writing."""
    shortest, long = blocks(name, "yaml")
    for text in (shortest, long):
        for path in re.findall(r"[\w/]+\.(?:m4a|jpg|mp4|md)", text):
            place = "" if path.startswith("assets/") else "episodes/s/"
            bare.write(f"{place}{path}", "# x\n一句话。\n")
    bare.write("episodes/s/series.yaml", "title: x\nintro: {card: x}\noutro: {card: y}\n")

    from pipeline.manifest import read

    for text in (shortest, long):
        bare.episode(text)
        assert [found.describe() for found in read(bare.root).diagnostics] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_message_shown_is_what_its_author_sees(workspace: Workspace, name: str):
    (shown,) = [block for block in blocks(name, "") if "disolve" in block]
    lines = ["number: 1", "title: 毛泽建", *[f"# {n}" for n in range(3, 13)], "segments:"]
    lines += [
        "  - narration: assets/n.m4a",
        "    pictures:",
        "      - image: assets/a.jpg",
        "        transition: disolve",
    ]
    workspace.write("episodes/lieshita/series.yaml", "title: x\n")
    workspace.write("episodes/lieshita/001-mao-zejian.yaml", "\n".join(lines))

    done = workspace.run("check", "lieshita", env={"VOICEHALL_LANG": LANGUAGES[name]})

    assert shown.strip() in done.stderr + done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_the_outputs_shown_are_what_the_commands_print(tmp_path: Path, name: str):
    """Commands of the `console` block that shows outputs, run one after the other in a copy of the sample workspace."""
    for part in ("episodes", "assets"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "studio.yaml", tmp_path)
    (shown,) = [block for block in blocks(name, "console") if "$ voicehall check lieshita/3\n" in block]
    studio = Workspace(root=tmp_path)

    for step in shown.split("$ voicehall ")[1:]:
        command, _, printed = step.partition("\n")
        done = studio.run(*command.split(), env={"VOICEHALL_LANG": LANGUAGES[name]})
        assert figureless(done.stdout) == figureless(printed), command


def figureless(text: str) -> str:
    """Without what differs between machines: times, and sizes in their last digit."""
    return re.sub(r"[\d.]+ ?(s\b|MB\b|秒)", r"# \1", text).strip()


def test_what_comes_out_is_what_the_page_says(workspace: Workspace):
    suffixes = set(re.findall(r"`(\.[a-z0-9]+)`", page("README.md").split("## What comes out")[1].split("\n\n")[1]))
    text = (workspace.root / "episodes/s/001.yaml").read_text(encoding="utf-8")
    workspace.write("assets/n.srt", "1\n00:00:00,000 --> 00:00:01,000\n烈士塔\n")
    workspace.episode(text.replace("    pictures", "    subtitles: assets/n.srt\n    pictures"))
    workspace.json("render")

    assert {path.suffix for path in workspace.out("").iterdir()} == suffixes | {".mp4"}


def outline(name: str) -> list[str]:
    """What a page is made of in any language: headings by their level, tables by their rows, commands as they stand."""
    text = page(name)
    code = re.findall(r"^```\w*\n.*?^```$", text, flags=re.DOTALL | re.MULTILINE)
    plain = re.sub(r"^```\w*\n.*?^```$", "(code)", text, flags=re.DOTALL | re.MULTILINE)
    kept = re.findall(r"^(#+) |^(\|)|^(\(code\))$", plain, flags=re.MULTILINE)
    return ["".join(found) for found in kept] + [
        first for block in code for first in re.findall(r"^\$ (\S+ \S+)", block)
    ]


@pytest.mark.parametrize("name", TRANSLATED)
def test_pages_are_as_full_in_chinese(name: str):
    assert outline(f"docs/zh/{name}.md") == outline(f"docs/{name}.md")


@pytest.mark.parametrize("name", ["README.zh-CN.md", *(f"docs/zh/{one}.md" for one in TRANSLATED)])
def test_what_commands_say_is_shown_in_chinese_on_chinese_pages(name: str):
    shown, kind = [], None
    for line in page(name).splitlines():
        if line.startswith("```"):
            kind = line[3:] if kind is None else None
        elif kind == "":
            shown.append(line)

    said = [re.sub(r"\w+Error: .*", "", line) for line in shown]
    assert [line for line in said if re.search(r"[a-z]{2,}(?: [a-z]{2,}){2,}", line)] == []


def test_the_front_page_is_as_full_in_chinese():
    assert outline("README.zh-CN.md") == outline("README.md")


@pytest.mark.parametrize("name", TRANSLATED)
def test_links_of_chinese_pages_lead_somewhere(name: str):
    for path in re.findall(r"\]\(([^)#:]+)[)#]", prose(f"docs/zh/{name}.md")):
        assert (ROOT / "docs" / "zh" / path).exists(), path


@pytest.mark.parametrize("path", [*PAGES, *(f"docs/{one.relative_to(ROOT / 'docs')}" for one in DOCS)])
def test_links_to_a_heading_lead_to_one(path: str):
    for target, heading in re.findall(r"\]\(([^)#:\s]*)#([^)]+)\)", prose(path)):
        there = (ROOT / path).parent / target if target else ROOT / path

        assert heading in anchors(there), f"{target}#{heading}"


def anchors(path: Path) -> set[str]:
    """The headings of a page as GitHub names them in addresses."""
    headings = re.findall(r"^#+ (.+)$", prose(str(path.resolve().relative_to(ROOT))), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in headings}
