"""What feeds are wont to have wrong in their XML, put right where only one thing can be meant; each is told.

Whatever is taken out leaves blanks and line ends in its place, so that places in the text stay what they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import html5

from pipeline.messages import Message, tr, trn

_START = re.compile(r"<\?xml\b[^>]*\?>|<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]")
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>")
_PROLOG = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>|<![^>]*(?:\[.*?\]\s*)?>)*", re.DOTALL)
"""What may stand before a document's first element."""
_OPAQUE = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>", re.DOTALL)
"""What is no markup inside."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNS = re.compile(
    r"&(?:#([0-9]{1,9});|#[xX]([0-9A-Fa-f]{1,8});|([A-Za-z][A-Za-z0-9]{0,31});)?|<(?![A-Za-z_/!?\x80-\U0010ffff])"
)
_OWN = frozenset(["amp", "lt", "gt", "quot", "apos"])
_TAG = re.compile(r"<[^<>!?][^<>]*>")
_USED = re.compile(r"(?:^</?|\s)([A-Za-z_][\w.-]*):[\w.-]+(?=\s*=|[\s/>])")


@dataclass(slots=True)
class Mender:
    """A text while it is put right, and where it was wrong."""

    text: str
    found: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    """By kind: the line and the text of the first place, and how many there are."""

    def mend(self) -> None:
        self._clear_ends()
        pieces, last = [], 0
        for opaque in _OPAQUE.finditer(self.text):
            pieces.append(self._markup(last, opaque.start()))
            pieces.append(self._opaque(opaque))
            last = opaque.end()
        pieces.append(self._markup(last, len(self.text)))
        self.text = "".join(pieces)

    def declare(self, known: dict[str, str]) -> bool:
        """Declare prefixes that are used and not declared at the first element; whether there were any."""
        root = _TAG.search(self.text)
        if root is None:
            return False
        own = set(re.findall(r"xmlns:([\w.-]+)\s*=", root[0])) | {"xml", "xmlns"}
        missing: dict[str, int] = {}
        for tag in _TAG.finditer(self.text):
            for prefix in _USED.findall(tag[0]):
                if prefix not in own:
                    missing.setdefault(prefix, self._line(tag.start()))
        names = "".join(
            f' xmlns:{prefix}="{known.get(prefix.lower(), f"urn:undeclared:{prefix}")}"' for prefix in missing
        )
        for prefix, line in missing.items():
            self.found[f"prefix {prefix}"] = line, prefix, 1
        place = root.start() + len(re.match(r"<[^\s/>]+", root[0])[0])  # type: ignore[index]
        self.text = self.text[:place] + names + self.text[place:]
        return bool(missing)

    def notes(self) -> Iterator[Message]:
        for kind, (line, text, count) in sorted(self.found.items(), key=lambda one: one[1][0]):
            yield _words(kind, line, text, count)

    def _clear_ends(self) -> None:
        start = _START.search(self.text)
        if start and (start[0].startswith("<?") or not _PROLOG.fullmatch(self.text, 0, start.start())):
            before = self.text[: start.start()]
            if before.strip("\ufeff \t\r\n"):
                self._note("before", before.lstrip("\ufeff \t\r\n"), 0)
            self.text = _blank(before) + self.text[start.start() :]
        ends = list(_END.finditer(self.text))
        rest = self.text[ends[-1].end() :] if ends else ""
        if rest and not _PROLOG.fullmatch(rest):
            left = rest.lstrip()
            self._note("behind", left, len(self.text) - len(left))
            self.text = self.text[: ends[-1].end()]

    def _opaque(self, found: "re.Match[str]") -> str:
        """What is no markup: text to the letter, a comment without what it says, no declaration."""
        if found[0].startswith("<![CDATA["):
            return self._legal(*found.span())
        return f"<!--{_blank(found[0][4:-3])}-->" if found[0].startswith("<!--") else _blank(found[0])

    def _markup(self, start: int, stop: int) -> str:
        text = self._legal(start, stop)

        def resolved(sign: "re.Match[str]") -> str:
            return self._resolved(sign, start)

        return _SIGNS.sub(resolved, text)

    def _legal(self, start: int, stop: int) -> str:
        text = self.text[start:stop]
        for found in _ILLEGAL.finditer(text):
            self._note("illegal", f"U+{ord(found[0]):04X}", start + found.start())
        return _ILLEGAL.sub("", text)

    def _resolved(self, sign: "re.Match[str]", start: int) -> str:
        """A sign as XML without a DTD can hold it: entities of HTML as characters, none to what XML cannot hold."""
        at = start + sign.start()
        if sign[0] in ("&", "<"):
            self._note(sign[0], sign[0], at)
            return escape(sign[0])
        if sign[3]:
            if sign[3] in _OWN:
                return sign[0]
            meant = html5.get(f"{sign[3]};")
            self._note("entity" if meant else "unknown", sign[0], at)
            return escape(meant) if meant else escape(sign[0])
        code = int(sign[1]) if sign[1] else int(sign[2], 16)
        if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
            return sign[0]
        self._note("illegal", sign[0], at)
        return ""

    def _note(self, kind: str, text: str, at: int) -> None:
        line, first, count = self.found.get(kind, (0, text, 0))
        self.found[kind] = line or self._line(at), first, count + 1

    def _line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _words(kind: str, line: int, text: str, count: int) -> Message:
    shown = " ".join(text.split())[:40]
    match kind:
        case "before":
            return tr("line {line}: '{text}' stands before the feed; it was passed over", line=line, text=shown)
        case "behind":
            return tr("line {line}: '{text}' stands behind the feed's end; it was passed over", line=line, text=shown)
        case "illegal":
            return trn(
                "line {line}: {text} cannot stand in XML; it was left out",
                "line {line}: {text} cannot stand in XML; it was left out, as {count} such characters were",
                count, line=line, text=shown,
            )  # fmt: skip
        case "entity":
            return trn(
                "line {line}: '{text}' is HTML, not XML; it was read as the character it stands for",
                "line {line}: '{text}' is HTML, not XML; {count} such entities were read as characters",
                count, line=line, text=shown,
            )  # fmt: skip
        case "unknown":
            return trn(
                "line {line}: nobody knows the entity '{text}'; it was left as text",
                "line {line}: nobody knows the entity '{text}'; {count} such were left as text",
                count, line=line, text=shown,
            )  # fmt: skip
        case "&" | "<":
            return trn(
                "line {line}: a bare '{text}' was read as that sign",
                "line {line}: a bare '{text}' was read as that sign, {count} times in all",
                count, line=line, text=shown,
            )  # fmt: skip
        case _:
            return tr(
                "line {line}: the prefix '{text}' is declared nowhere; what is usual was taken for it",
                line=line, text=shown,
            )  # fmt: skip
