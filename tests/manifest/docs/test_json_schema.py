import json
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from pipeline.documents.key_names import NAMES, WITHIN
from pipeline.manifest import docs_reference, json_schema, schema_text
from pipeline.manifest.docs.json_schema import mapping_of
from pipeline.manifest.docs.reference import REFERENCES
from pipeline.messages import LANGUAGES, Language
from tests.manifest.cases import CASES
from tests.manifest.workspaces import EPISODE, SERIES, STUDIO

ROOT = Path(__file__).parents[3]


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it: 1.2, where neither `00:12` nor `2022-03-31` nor `no` is anything but a text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":float", ":null", ":merge"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Yaml12.add_constructor("tag:yaml.org,2002:int", lambda loader, node: _number(node.value))
Yaml12.add_constructor("tag:yaml.org,2002:float", lambda loader, node: _number(node.value))


def _number(text: str) -> object:
    try:
        return json.loads(text.lstrip("+0") or "0") if ":" not in text else text
    except ValueError:
        return text


def load(text: str) -> Any:
    return yaml.load(text, Loader=Yaml12)


@cache
def validator(kind: str = "all") -> Draft202012Validator:
    return Draft202012Validator(json_schema(kind))


def accepts(text: str, kind: str = "all") -> bool:
    return validator(kind).is_valid(load(text))


EVERYTHING = """\
voicehall: 1
number: 007
title: 2022
summary: |
  一
  二
date: 2022-03-31
speakers: 李明
tags: [1, 二]
cover: a.jpg
music: none
loudness: -16 LUFS
renditions: {main: {size: 640x360, rate: 29.97, crf: 28}, small: video-720p, sound: {bitrate: 64k, channels: mono}}
transition: {kind: dissolve, for: 1s}
captions: none
theme: {background: "#000000", picture: none}
fit: crop
segments:
  - use: intro
    music: {file: a.mp3, gain: -12 dB, duck: -6.5 db, fade: 500ms}
    chapter: none
  - card: 一
    for: 00:12.5
  - narration: [a.m4a, b.m4a]
    pause: 1s
    pictures:
      - {image: a.jpg, at: 1m30s, transition: cut}
      - {clip: a.mp4, from: "00:12", to: 1:02:03}
  - image: a.jpg
    for: 4s
  - clip: a.mp4
    subtitles: a.srt
    gain: +3 dB
"""


def test_the_schema_is_one():
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize(
    ("text", "kind"), [(EPISODE, "episode"), (EVERYTHING, "episode"), (SERIES, "series"), (STUDIO, "studio")]
)
def test_valid_files_are_accepted(text: str, kind: str):
    assert accepts(text, kind)
    assert accepts(text)


SEEN_ON_READING_ONLY = {
    # What one value means for another, what the disk holds, and YAML itself are beyond a schema.
    "a key twice", "a clip that ends before it begins", "pins that go back", "a length of a cut", "a gain out of range",
    "an odd size", "a picture for a sound", "a main rendition without a picture", "a bit rate that MP3 lacks",
    "a rendition's name", "a part that is not known", "a file that is not there", "a folder that is not there",
    "a file outside", "an absolute path", "a folder for a file", "a backslash", "a field that is not known",
    "a wildcard", "an address", "subtitles of another kind", "a length of nothing", "a day that is not in the calendar",
    "a title on two lines", "a line break that is none", "an encoding that does not exist", "a control character",
    "a finished programme with music", "a finished programme that is not there", "what does nothing beside its no",
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), CASES, ids=[case[0] for case in CASES])
def test_mistakes_are_refused(name: str, text: str, said: str):
    try:
        data = load(text)
    except yaml.YAMLError:
        return

    assert validator().is_valid(data) == (name in SEEN_ON_READING_ONLY)


@pytest.mark.parametrize("before", ["title:", "segments:\n  - use: intro\n", "      - image: photos/stele.jpg\n"])
def test_unknown_keys_are_refused_at_every_depth(before: str):
    column = len(before.splitlines()[-1]) - len(before.splitlines()[-1].lstrip(" -"))
    added = f"{' ' * column}unknown: 1\n"
    text = EPISODE.replace(before, added + before if before == "title:" else before + added, 1)

    assert "unknown" in str(load(text))
    assert not accepts(text)


def test_every_key_has_a_description():
    for name, definition in json_schema()["$defs"].items():
        shapes = definition.get("anyOf", [definition])
        for key, value in shapes[-1].get("properties", {}).items():
            assert value.get("description"), f"{name}.{key}"


@pytest.mark.parametrize("kind", ["episode", "series", "studio"])
def test_a_schema_of_one_kind_refers_to_nothing_that_it_lacks(kind: str):
    schema = json_schema(kind)
    text = json.dumps(schema)

    for name in json_schema()["$defs"]:
        assert (f"#/$defs/{name}" in text) == (name in schema["$defs"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_up_to_date(language: Language):
    page = (ROOT / REFERENCES[language]).read_text(encoding="utf-8")

    assert page == docs_reference(language), "run python -m pipeline.manifest"


def test_the_schema_file_is_up_to_date():
    assert (ROOT / "manifest.schema.json").read_text(encoding="utf-8") == schema_text(), (
        "run python -m pipeline.manifest"
    )


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of every mapping and their schemas."""
    for definition in schema["$defs"].values():
        yield from definition.get("anyOf", [definition])[-1].get("properties", {}).items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_has_every_key(language: Language):
    page = docs_reference(language)

    for key, _ in properties(json_schema()):
        assert f"`{key}`" in page


def test_every_key_has_a_chinese_name_and_no_other_has():
    assert {key for key, _ in properties(json_schema())} == NAMES.keys()


def test_keys_of_one_mapping_have_different_names():
    for definition in json_schema(language="zh")["$defs"].values():
        named = definition.get("anyOf", [definition])[-1].get("properties", {})
        assert len({value["title"] for value in named.values()}) == len(named)


def test_a_key_is_called_what_it_means_in_its_mapping():
    definitions = json_schema(language="zh")["$defs"]
    names = {
        (mapping_of(name), key): value["title"]
        for name, definition in definitions.items()
        for key, value in definition.get("anyOf", [definition])[-1].get("properties", {}).items()
    }

    assert names["voice", "rate"] == "语速" and names["rendition", "rate"] == "帧率"
    assert names["ai-content", "label"] == "标识文字" and names["clip", "label"] == "图注"
    assert WITHIN.items() <= names.items()


def test_the_chinese_schema_and_reference_show_the_names():
    schema = json_schema(language="zh")

    assert all(value["title"] for _, value in properties(schema))
    assert "**`title`** 标题" in docs_reference("zh")
    assert "标题" not in docs_reference()


def test_descriptions_are_in_the_language_asked_for(monkeypatch: pytest.MonkeyPatch):
    class Catalogue(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Its title.": "它的标题。"}.get(message, message)

    monkeypatch.setattr("pipeline.manifest.docs.json_schema.catalogue_of", lambda language: Catalogue())

    assert "它的标题。" in docs_reference("zh")
    assert (
        json_schema("episode", "zh")["$defs"]["EpisodeDocument"]["properties"]["title"]["description"] == "它的标题。"
    )
