"""The house style, whole, in a browser; and that the check of pages finds what it is for."""

from pathlib import Path

import pytest

from tests.e2e.devtools import Browser
from tests.e2e.looks import problems
from tools.components import components

PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>页</title>
<meta name="viewport" content="width=device-width"><style>{style}</style></head>
<body><main><h1>标题</h1><p>{body}</p></main></body></html>"""


SQUARE = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%22300%22 height=%22300%22/%3E"
AT_ONCE = "document.querySelector('h1').style.marginBottom = '300px'"
LATE = f"setTimeout(() => {AT_ONCE}, 50)"
WIDE = "document.querySelector('h1').append(Object.assign(new Image(), {alt: '', src: '" + SQUARE + "'}))"


def test_every_component_is_for_everybody(browser: Browser, tmp_path: Path):
    page = tmp_path / "components.html"
    page.write_text(components(), encoding="utf-8")

    assert problems(browser, page.as_uri()) == []


@pytest.mark.parametrize(
    ("kind", "style", "body"),
    [
        ("axe", "", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
        ("axe", "p { color: #999 }", "淡淡的字"),
        ("axe", "@media (prefers-color-scheme: dark) { body { background: #111; color: #333 } }", "夜里看不见"),
        ("axe", "i { color: #999 }", f"{'<b>一行</b> ' * 40}<i>淡淡的一行</i>"),
        ("axe", "", "<b style='color:#111'>一行</b> " * 40 + "<b style='color:#999'>淡淡的一行</b>"),
        ("text", "small { font-size: 11px }", "<small>小</small>"),
        ("text", "b::before { content: attr(title); font-size: 9px }", '<b title="小">字</b>'),
        ("target", "button { width: 30px; height: 30px }", "<button aria-label='小'>小</button>"),
        ("target", "a { display: block; width: 90px; height: 20px }", '<a href="#x" id="x">独自一行</a>'),
        ("overflow", "i { display: block; width: 400px }", "<i>宽</i>"),
        ("shift", "p { height: 500px; background: #eee }", f"后来<script>{LATE}</script>"),
        ("shift", "p { height: 500px; background: #eee }", f"一来就<script>{AT_ONCE}</script>"),
        ("shift", "p { height: 500px; background: #eee }", f"<script>{WIDE}</script>"),
        ("console", "", "<script>console.error; nothing()</script>"),
        ("request", "", '<img alt="外" src="http://127.0.0.1:9/x.png">'),
        ("image", "", '<img alt="缺" src="none.png">'),
        ("keyboard", "a:focus { outline: none }", '看 <a href="#x" id="x">链接</a>'),
        ("keyboard", "", '<a href="#a" id="a" tabindex="2">二</a> 和 <a href="#b" id="b" tabindex="1">一</a>'),
        ("unscripted", "", "<script>document.write('很长很长很长很长的文字')</script>"),
        ("unscripted", "button { min-width: 44px; min-height: 44px }", "<button type=button>没用</button>"),
        ("print", "p { width: 40px; overflow: hidden; white-space: nowrap }", "这一行在纸上被剪掉了"),
        ("print", "@media print { body { display: none } }", "不印"),
    ],
)  # fmt: skip
def test_the_check_finds_what_it_is_for(browser: Browser, tmp_path: Path, kind: str, style: str, body: str):
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(style=style, body=body), encoding="utf-8")

    found = problems(browser, page.as_uri(), widths=(320, 390))

    assert [one for one in found if one.startswith(f"{kind}: ")], found


def test_the_check_finds_nothing_in_a_good_page(browser: Browser, tmp_path: Path):
    page = tmp_path / "page.html"
    body = '她叫 <a href="#x" id="x">毛泽建</a>，出生在湖南湘潭。'
    page.write_text(PAGE.format(style="a { color: #00c }", body=body), encoding="utf-8")

    assert problems(browser, page.as_uri()) == []
