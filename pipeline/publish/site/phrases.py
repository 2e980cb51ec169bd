"""Where the lines of headings may break: between words, also in Chinese, which has no blanks."""

import re
from functools import lru_cache
from html import escape

from pipeline.captions.word_breaks import word_starts

LONGEST = 60
"""Characters of a heading that is broken between words; what is longer fills its lines as text does."""
_PARTS = re.compile(r"(?<=[：，、；—…\s])(?=[^\s：，、；—…])")


class Html(str):
    """A text that templates take as it is: what was in it is escaped already."""

    def __html__(self) -> str:
        return self


@lru_cache(maxsize=10_000)
def phrased(text: str) -> Html:
    """The text with a `<wbr>` wherever a word begins; `site.css` allows no other breaks in headings.

    Chromium's own `word-break: auto-phrase` knows Japanese alone.
    """
    if text.isascii() or len(text) > LONGEST:
        return Html(escape(text))
    starts = sorted(start for start in word_starts(text) if 0 < start < len(text))
    pieces = (text[start:stop] for start, stop in zip([0, *starts], [*starts, len(text)], strict=True))
    return Html("<wbr>".join(map(escape, pieces)))


@lru_cache(maxsize=1_000)
def titled(text: str) -> Html:
    """A large title: what stands before and after a colon or a blank stays on a line of its own while it can."""
    parts = _PARTS.split(text)
    if len(parts) == 1 or len(text) > LONGEST or text.isascii():
        return phrased(text)
    return Html("".join(f'<span class="part">{phrased(one.rstrip())}</span>{_blanks(one)}' for one in parts))


def _blanks(part: str) -> str:
    """At its end."""
    return part[len(part.rstrip()) :]
