"""Who runs a site: what its pages say, and where that leads."""

import pytest

from pipeline.model.publishing.imprint import Imprint
from pipeline.publish.item import TargetContents
from pipeline.publish.site import site_pages
from pipeline.publish.site.imprint import contact_lines, filings
from tests.e2e.conftest import STUDIO, Workspace
from tests.publish.items import item


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("电话：0731-84550000（工作日 9:00-17:00）", ["tel:073184550000"]),
        ("+86 731 8455 0000", ["tel:+8673184550000"]),
        ("手机 138 0000 0000 / 400-820-8820", ["tel:13800000000", "tel:4008208820"]),
        ("邮箱：studio@example.org。", ["mailto:studio@example.org"]),
        ("网址 https://example.org/a?b=1，微信公众号 hongketang", ["https://example.org/a?b=1"]),
        ("长沙市东风路 1 号 2 栋 301 室", []),
        ("成立于 2022-2026，邮编 410000，第 12345678 号", []),
        ('javascript:alert(1) <a href="x">', []),
    ],
)
def test_what_can_be_called_written_to_or_visited_is_a_link(line: str, links: list[str]):
    (parts,) = contact_lines(Imprint(contact=(line,)))

    assert "".join(text for text, _ in parts) == line
    assert [link for _, link in parts if link] == links


def test_filings_lead_where_they_have_to():
    imprint = Imprint(icp="湘ICP备2022000001号-1", police="湘公网安备43010502000001号")

    assert filings(imprint) == (
        ("湘ICP备2022000001号-1", "https://beian.miit.gov.cn/"),
        ("湘公网安备43010502000001号", "https://beian.mps.gov.cn/#/query/webSearch?code=43010502000001"),
    )
    assert filings(Imprint()) == ()


def test_every_page_has_the_filings_and_the_studio_its_words():
    imprint = Imprint(about="第一段\n\n<b>第二段", contact=("电话 0731-84550000",), icp="湘ICP备2022000001号-1")
    contents = TargetContents(studio="声音馆", public="https://h.org/", imprint=imprint, items=(item(1),))
    pages = {page.path: page.make().decode() for page in site_pages(contents) if page.path.endswith(".html")}

    assert len(pages) == 6
    for path, text in pages.items():
        assert '<a href="https://beian.miit.gov.cn/" rel="external">湘ICP备2022000001号-1</a>' in text, path
    assert '<p dir="auto">第一段</p>' in pages["index.html"]
    assert "&lt;b&gt;第二段</p>" in pages["index.html"]
    assert '<a href="tel:073184550000">0731-84550000</a>' in pages["index.html"]
    assert "index.html#about" in pages["lieshita/1/index.html"]


def test_where_nothing_is_said_nothing_is_shown():
    contents = TargetContents(studio="声音馆", public="https://h.org/", items=(item(1),))
    pages = [page.make().decode() for page in site_pages(contents) if page.path.endswith(".html")]

    assert not [text for text in pages if "beian" in text or "#about" in text or 'id="about"' in text]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("icp: 2022000001", "bad-icp"),
        ("icp: 湘ICP备号", "bad-icp"),
        ("icp: 备案中", "bad-icp"),
        ("police: 43010502000001", "bad-police"),
        ("police: 湘公网安备号", "bad-police"),
        ("police: 湘公网安备4301号", "bad-police"),
    ],
)
def test_a_number_that_is_none_is_refused_at_its_place(workspace: Workspace, line: str, code: str):
    workspace.write("studio.yaml", f"{STUDIO}site:\n  {line}\n")
    told = workspace.run("check")

    assert told.returncode != 0
    assert f"[{code}]" in told.stdout + told.stderr
    assert f"studio.yaml:{len(STUDIO.splitlines()) + 2}:" in told.stdout + told.stderr
