"""Every component of the house style on one page, to look at by day and night, on a phone and on paper.

python -m tools.components --to components.html
"""

import argparse
from pathlib import Path

from pipeline.messages import speaking
from pipeline.pages import pages


def components() -> str:
    """The page as HTML; its words are examples, in Chinese as pages mostly are."""
    with speaking("zh"):
        return pages("tools").get_template("components.html").render(language="zh-CN")


def main() -> None:
    parser = argparse.ArgumentParser(description="write a page with every component of the house style")
    parser.add_argument("--to", type=Path, required=True)
    parser.parse_args().to.write_text(components(), encoding="utf-8")


if __name__ == "__main__":
    main()
