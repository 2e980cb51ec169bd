"""Every component of the house style on one page, to look at by day and night, on a phone and on paper.

python -m tools.components --to components.html
"""

import argparse
from pathlib import Path

from pipeline.messages import speaking
from pipeline.pages import pages
from pipeline.pages.charts import Bar, Dot, Line, axis, bars, columns


def components() -> str:
    """The page as HTML; its words are examples, in Chinese as pages mostly are."""
    with speaking("zh"):
        return pages("tools").get_template("components.html").render(language="zh-CN", **_charts())


def _charts() -> dict[str, object]:
    counted = [("抖音", 123_456), ("微信视频号", 65_100), ("哔哩哔哩", 8_200)]
    shown = [Bar(label=name, kind="good", unit="播放", value=value, text=f"{value:,}") for name, value in counted]
    shown.append(Bar(label="公众号", kind="warn", unit="阅读", value=100_000, text="≥100,000", open=True))
    gained = [("2026-08", shown[1:2]), ("2026-09", []), ("2026-10", [shown[0], shown[3]])]
    points = tuple((0.05 + place * 0.18, 0.1 + 0.8 * place**0.5 / 5**0.5) for place in range(6))
    dots = tuple(
        Dot(x=x, y=min(1.0, y * share), text=f"第 {place + 1} 期", open=place == 4)
        for place, (x, y) in enumerate(points)
        for share in (0.6, 1.2)
    )
    ages = tuple((x, str(age)) for (x, _), age in zip(points, (1, 3, 7, 30, 90, 365), strict=True))
    return {
        "bars": bars(shown),
        "columns": columns(gained, ("good", "warn")),
        "line": Line(points=points, dots=dots, xs=ages, axis=axis([20_000])),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="write a page with every component of the house style")
    parser.add_argument("--to", type=Path, required=True)
    parser.parse_args().to.write_text(components(), encoding="utf-8")


if __name__ == "__main__":
    main()
