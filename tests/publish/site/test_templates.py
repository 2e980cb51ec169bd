"""A studio's own templates, styles and scripts."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.publish.item import Page, TargetContents
from pipeline.publish.site import site_pages
from tests.publish.items import SERIES, item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "声音馆" / "assets" / "site"
    made.mkdir(parents=True)
    return made


def pages(folder: Path) -> dict[str, Page]:
    contents = TargetContents(studio="声音馆", public="https://h.org/", site=folder, items=(item(1), item(2)))
    return {page.path: page for page in site_pages(contents)}


def test_own_files_replace_ours_and_own_templates_extend_ours(folder: Path):
    (folder / "episode.html").write_text(
        '{% extends "voicehall/episode.html" %}{% block foot %}<p>湘ICP备 & {{ item.title }}</p>{% endblock %}', "utf-8"
    )
    (folder / "base.html").write_text(
        '{% extends "voicehall/base.html" %}{% block extra %}<!-- 每页 -->{% endblock %}', "utf-8"
    )
    (folder / "site.css").write_text("body { color: red }", "utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / "notes.docx").write_bytes(b"x")
    found = pages(folder)
    episode = found["lieshita/1/index.html"].make().decode()

    assert "湘ICP备 & 毛泽建" in episode
    assert "<h1" in episode
    assert all("<!-- 每页 -->" in page.make().decode() for path, page in found.items() if path.endswith(".html"))
    assert found["site.css"].make() == b"body { color: red }"
    assert found["logo.png"].make() == b"\x89PNG"
    assert "notes.docx" not in found


def test_another_style_is_another_key(folder: Path):
    before = pages(folder)
    (folder / "site.css").write_text("body { color: red }", "utf-8")
    after = pages(folder)

    assert before["lieshita/1/index.html"].key != after["lieshita/1/index.html"].key
    assert before["lieshita/1/code.svg"].key == after["lieshita/1/code.svg"].key


def test_own_templates_have_our_sentences_and_others(folder: Path):
    text = """{% extends "voicehall/series.html" %}
    {% block foot %}<p>{{ _("Subscribe") }}</p><p>{{ _("Ask {name}", name=series.author) }}</p>
    {{ ngettext("{count} seat", "{count} seats", 2) }}{% endblock %}"""
    (folder / "series.html").write_text(text, "utf-8")
    series = replace(SERIES, language="en", author="<us>")
    contents = TargetContents(studio="S", public="https://h.org/", site=folder, items=(item(1, series=series),))
    (page,) = [page for page in site_pages(contents) if page.path == "lieshita/index.html"]

    assert "<p>Subscribe</p><p>Ask &lt;us&gt;</p>\n    2 seats" in page.make().decode()


def test_a_template_for_an_earlier_version_is_told_with_its_line(folder: Path):
    (folder / "base.html").write_text(
        '{% extends "voicehall/base.html" %}\n{% block main %}{{ words["tags"] }}{% endblock %}'
    )

    with pytest.raises(
        PipelineError, match=r"base\.html:2: templates have no 'words' any more\nhint: write the sentence"
    ):
        pages(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<p>\n\n{% if item %}", "assets/site/episode.html:3: Unexpected end of template"),
        ("<p>\n{{ itme.title }}", "assets/site/episode.html:2: 'itme' is undefined"),
        ("\n\n{{ item.titel }}", "assets/site/episode.html:3: "),
        ("{{ item.__class__.__mro__ }}", "assets/site/episode.html:1: access to attribute '__class__'"),
        ("{% for n in range(10**9) %}x{% endfor %}", "assets/site/episode.html:1: Range too big"),
        ('\n{% include "../../studio.yaml" %}', "assets/site/episode.html:2: ../../studio.yaml"),
        ("{{ 1 / 0 }}", "assets/site/episode.html:1: division by zero"),
        ("a\n\xff", "assets/site/episode.html:2: this is not UTF-8"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(folder: Path, text: str, message: str):
    (folder / "episode.html").write_bytes(text.encode("latin-1"))

    with pytest.raises(PipelineError) as raised:
        pages(folder)["lieshita/1/index.html"].make()

    assert raised.value.message.startswith(message)


def test_a_mistake_of_spelling_stops_everything_before_the_first_page(folder: Path):
    (folder / "studio.html").write_text("{% endfor %}", "utf-8")

    with pytest.raises(PipelineError, match=r"^assets/site/studio\.html:1: "):
        next(site_pages(TargetContents(studio="", public="https://h.org/", site=folder)))


@pytest.mark.parametrize("name", ["徽标.png", "a b.css", "x'y.js"])
def test_names_that_cannot_be_part_of_an_address_are_refused(folder: Path, name: str):
    (folder / name).write_bytes(b"x")

    with pytest.raises(PipelineError, match="cannot be part of an address"):
        pages(folder)


def test_nothing_from_outside_the_folder_gets_to_the_site(folder: Path):
    secret = folder.parent / "secret.css"
    secret.write_text("x")
    (folder / "site.css").symlink_to(secret)

    with pytest.raises(PipelineError, match="not a file of this folder"):
        pages(folder)


def test_a_pipe_or_a_huge_file_is_refused(folder: Path):
    os.mkfifo(folder / "site.js")
    with pytest.raises(PipelineError, match="not a file of this folder"):
        pages(folder)
    (folder / "site.js").unlink()

    with (folder / "site.js").open("wb") as file:
        file.truncate(5 << 20)
    with pytest.raises(PipelineError, match="larger than 4 MB"):
        pages(folder)


def test_a_site_without_a_folder_of_its_own_is_ours(tmp_path: Path):
    assert "lieshita/index.html" in pages(tmp_path / "not there")
