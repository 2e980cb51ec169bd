"""Manifests from a stranger: answered with diagnostics, quickly, in bounded memory."""

import json
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.documents.nodes import NODE_LIMIT
from tests.manifest.workspaces import EPISODE, SERIES, Workspace

HEAD = "number: 1\ntitle: 一\n"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)
MERGES = "a: &a {" + ",".join(f"k{i}: 1" for i in range(1000)) + "}\nb: {<<: [" + ",".join(["*a"] * 1000) + "]}\n"
BOMBS = {
    "a billion laughs": (LAUGHS, "too-large"),
    "a thousand merges": (MERGES, "too-large"),
    "100,000 lines of segments": (HEAD + "segments:\n" + "  - image: a.jpg\n" * 100_000, "too-large"),
    "100,000 keys": ("".join(f"k{number}: 1\n" for number in range(100_000)), "too-large"),
    "100,000 lines of text": (HEAD + "summary: |\n" + "  一\n" * 100_000 + "segments: [{card: 一}]\n", "too-long"),
    "100,000 lines of comments": ("# 一\n" * 100_000, "empty-file"),
    "20,000 brackets": (HEAD + "segments: " + "[" * 20_000, "too-deep"),
    "1,000 steps": ("".join(" " * depth + "a:\n" for depth in range(1000)), "too-deep"),
    "a list that holds itself": (HEAD + "segments: &a [*a]\n", "unknown-alias"),
    "a title of a million": (HEAD.replace("一", "一" * 600_000) + "segments: [{card: 一}]\n", "too-long"),
    "a number of 5,000 digits": (HEAD.replace("1", "1" * 5000) + "segments: [{card: 一}]\n", "bad-number"),
    "a key of a million": (HEAD + "a" * 1000 + ": 1\n" + "segments: [{card: 一}]\n", "unknown-key"),
    "30,000 missing files": (
        HEAD + "segments:\n  - narration: narration/001.m4a\n    pictures:\n" + "      - image: p.jpg\n" * 30_000,
        "missing-file",
    ),
    "three megabytes": ("#" * 3_000_000, "too-large"),
}


@pytest.mark.parametrize(("text", "code"), BOMBS.values(), ids=BOMBS)
def test_bombs_are_answered_at_once(workspace: Workspace, text: str, code: str):
    workspace.episode(text)
    started = time.process_time()

    reading = workspace.read()

    assert time.process_time() - started < 2, "well under a second on an idle machine"
    assert code in [found.code for found in reading.diagnostics]
    assert len(reading.diagnostics) <= 101
    assert reading.episodes == ()


def test_memory_is_bounded(workspace: Workspace):
    workspace.episode(HEAD + "segments:\n" + "  - {a: 1, b: 2, c: 3}\n" * 80_000)
    tracemalloc.start()

    workspace.read()

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1000 * NODE_LIMIT


def test_parts_that_multiply_are_stopped(workspace: Workspace):
    parts = "".join(f"  p{step}: [{', '.join([f'{{use: p{step + 1}}}'] * 9)}]\n" for step in range(12))
    workspace.write("episodes/lieshita/series.yaml", f"title: 一\nparts:\n{parts}  p12: {{card: 一}}\n")
    workspace.episode(HEAD + "segments: [{use: p0}]\n")

    assert "too-large" in [found.code for found in workspace.read().diagnostics]


FRAGMENTS = st.sampled_from(
    [*EPISODE.splitlines(keepends=True), *SERIES.splitlines(keepends=True), "- ", "  ", "\n", "\t", ": ", "[", "]",
     "{", "}", "'", '"', "&a ", "*a ", "<<: ", "!!x ", "|\n", "#", "：", "0", "-1", "~", "\x07", "\ufeff", "💥", "? ",
     "---\n", "%", "\u2028", "\r"]
)  # fmt: skip
ANYTHING = st.lists(FRAGMENTS | st.text(max_size=6), max_size=25).map("".join)


@pytest.mark.parametrize(
    "name", ["studio.yaml", "episodes/lieshita/series.yaml", "episodes/lieshita/001-mao-zejian.yaml"]
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=ANYTHING)
def test_any_text_gives_episodes_or_diagnostics(workspace: Workspace, name: str, text: str):
    workspace.write(name, text.encode(errors="surrogatepass"))

    reading = workspace.read()

    assert len(reading.episodes) + len(reading.failed) == 1
    for found in reading.diagnostics:
        assert found.describe() and found.mark.line >= 1 and found.mark.column >= 1
        assert "Input should" not in found.message and "validation" not in found.message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.binary(max_size=120))
def test_any_bytes_give_diagnostics(workspace: Workspace, data: bytes):
    workspace.write("episodes/lieshita/001-mao-zejian.yaml", data)

    reading = workspace.read()

    assert len(reading.failed) == 1
    assert reading.diagnostics


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["none", "4s", "-1 dB"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["number", "title", "summary", "date", "speakers", "cover", "music", "loudness", "renditions", "transition",
        "captions", "theme", "fit", "segments", "voicehall"]  # fmt: skip
ENTRY_KEYS = ["card", "clip", "image", "narration", "use", "for", "from", "to", "at", "pictures", "music", "transition",
              "chapter", "script", "subtitles", "gain", "pause", "fit", "theme"]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    values=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
    entry=st.dictionaries(st.sampled_from(ENTRY_KEYS), VALUES, max_size=3),
)
def test_any_value_under_a_known_key(workspace: Workspace, values: dict[str, object], entry: dict[str, object]):
    document = {"number": 1, "title": "一", "segments": [entry], **values}
    workspace.write("episodes/lieshita/001-mao-zejian.yaml", json.dumps(document))

    reading = workspace.read()

    assert len(reading.episodes) + len(reading.failed) == 1
    assert reading.ok == bool(reading.episodes)
