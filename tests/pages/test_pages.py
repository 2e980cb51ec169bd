"""Templates beside the code that fills them, and the frame that all of them have."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

import pytest
from jinja2 import DictLoader, UndefinedError

from pipeline.pages import house_files, house_style, pages
from tools.components import components


def test_templates_are_compiled_once():
    assert pages("pipeline.packaging") is pages("pipeline.packaging")


def test_values_are_escaped_and_may_not_be_missing():
    environment = pages("pipeline.packaging")

    assert environment.from_string("{{ title }}").render(title="<b>") == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        environment.from_string("{{ title }}").render()


def framed(script: str = "", **values: object) -> str:
    text = '{% extends "house/page.html" %}{% block title %}{{ title }}{% endblock %}{% block script %}'
    environment = pages("pipeline.packaging").overlay()
    environment.loader.loaders.append(DictLoader({"test.html": f"{text}{script}{{% endblock %}}"}))  # type: ignore[union-attr]
    try:
        return environment.get_template("test.html").render(language="zh-CN", **values)
    finally:
        environment.loader.loaders.pop()  # type: ignore[union-attr]


def test_a_page_lets_in_its_own_script_and_no_other():
    page = framed("let a = '</b>' + {{ title | tojson }}", title="</script><script>alert(1)</script>")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script is not None
    fingerprint = b64encode(sha256(script[1].encode()).digest()).decode()

    assert page.count("<script") == 1
    assert f"script-src 'sha256-{fingerprint}';" in page
    assert "default-src 'none'" in page


def test_a_page_without_a_script_lets_none_in():
    page = framed(title="没有脚本")

    assert "<script" not in page
    assert "script-src" not in page


def test_the_style_is_in_the_page_as_it_lies_in_a_site():
    assert house_style().decode().strip() in components()


def test_a_template_reads_the_styles_as_they_are():
    """They are included as templates: nothing in them may look like a tag of one."""
    assert not [one for one in styles() if re.search(r"\{[{%#]", one)]


def test_no_letter_is_smaller_than_twelve_pixels():
    text = "".join(styles())
    sizes = re.findall(r"font(?:-size)?: *[^;}]*?([\d.]+)(rem|px)", text)
    sizes += re.findall(r"--(?:xs|s|m|l|xl): ([\d.]+)(rem)", text)

    assert len(sizes) > 8
    assert min(float(size) * (16 if unit == "rem" else 1) for size, unit in sizes) >= 12


def test_a_site_is_spared_what_only_the_workshop_has():
    house, work = styles()

    assert not re.search(r"\.(chart|meter|panel|tile|badge|notice|scroll|stack)\b", house)
    assert re.search(r"\.chart\b", work)
    assert work.encode() in house_files()
    assert ".chart" in framed(title="报告")


def styles() -> list[str]:
    return [files("pipeline.pages").joinpath(name).read_text("utf-8") for name in ("house.css", "work.css")]
