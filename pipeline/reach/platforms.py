"""Platforms that voicehall does not know: a studio's own, which are called what the studio calls them.

Such a name is the platform's id and is shown as it stands, in the spelling that was used first. It is compared without
case, width, blanks and signs. One that is nearly a known one's is most likely a slip, and never taken for a new
platform unless a person says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from rapidfuzz.distance import OSA

from pipeline.errors import PipelineError
from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.model.publishing.platform import PLATFORMS, folded, names_of, platform_named

LONGEST = 40
"""Characters of a name."""
_NO_NAMES = frozenset(
    map(
        folded,
        (
            "合计", "总计", "总和", "汇总", "小计", "累计", "全部", "全部合计", "所有", "全网", "全平台", "全渠道",
            "各平台", "其他", "其它", "未知", "不详", "无",
            "all", "total", "sum", "other", "others", "unknown", "none", "n/a",
        ),
    )
)  # fmt: skip
"""What tables write where they name no platform: sums over platforms, and what is of none."""
_SLIPS = ((8, 2), (3, 1))
"""From how many characters on how many slips (one wrong, missing, surplus or swapped) make two names near ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """The platforms that are known: those of voicehall, and a studio's own."""

    own: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> "Platforms":
        """With a studio's own, of which the first spelling counts."""
        found: dict[str, str] = {}
        for name in names:
            if name and platform_named(name) is None:
                found.setdefault(folded(name), name)
        return cls(own=tuple(found.values()))

    def named(self, text: str) -> str | None:
        """The id of the platform that is called `text`; None where there is none of that name."""
        form = folded(text)
        return platform_named(text) or next((name for name in self.own if folded(name) == form), None)

    def spelled(self, text: str) -> str:
        """The same; a new name as it is written."""
        return self.named(text) or cleaned(text)

    def near(self, text: str) -> tuple[str, ...]:
        """The ids of platforms that may be meant by a name that none of them has."""
        form = folded(text)
        known = {id: names_of(one) for id, one in PLATFORMS.items()} | {name: {folded(name)} for name in self.own}
        return tuple(id for id, names in known.items() if any(_alike(form, name) for name in names))

    def problem(self, text: str) -> Message:
        """Why a name that no platform has cannot be taken for a new one's; nothing where it can."""
        if problem := malformed(text):
            return problem
        if near := self.near(text):
            names = near_names(near)
            return tr(
                "unknown platform '{name}', which is nearly {names}: correct it, or if it is another one, import its "
                "rows as a table of their own with --platform and --new-platform",
                name=cleaned(text),
                names=names,
            )
        return NOTHING

    def called(self, text: str, *, new: bool) -> str:
        """The id of the platform that a person calls `text`, which may be a new one; with `new` also where its name is
        nearly a known one's.

        Raises PipelineError where it is doubtful which one is meant, or it can be no name.
        """
        if (known := self.named(text)) is not None:
            return known
        if problem := malformed(text):
            raise PipelineError(problem, hint=tr("write the name by which people know it"))
        if new or not (near := self.near(text)):
            return cleaned(text)
        raise PipelineError(
            tr("unknown platform '{name}'", name=cleaned(text)),
            hint=tr(
                "did you mean {names}? if it is another one that voicehall does not know, say --new-platform as well",
                names=near_names(near),
            ),
        )


def near_names(ids: Sequence[str]) -> Message:
    """Those that may be meant, as a message names them."""
    return listed(tr("'{name}'", name=id) for id in ids[:3])


def is_own(platform: str) -> bool:
    """Whether it is none of those that voicehall knows."""
    return platform not in PLATFORMS


def cleaned(text: str) -> str:
    """A name on one line, with single blanks."""
    return " ".join(normalize("NFC", text).split())


def malformed(text: str) -> Message:
    """Why a text can be no platform's name; nothing where it can."""
    name = cleaned(text)
    if folded(name) in _NO_NAMES:
        return tr("'{name}' is no platform: it stands for several or for none", name=name)
    if len(name) > LONGEST or not name.isprintable() or "/" in name or not any(map(str.isalpha, name)):
        return tr(
            "'{name}' cannot be the name of a platform: it has at most {limit} characters, a letter among them, and no "
            "'/'",
            name=name[:LONGEST],
            limit=LONGEST,
        )
    if not folded(name[0]) and name[0] not in "《「『【“\"'(（":
        return tr("'{name}' cannot be the name of a platform: it begins with '{sign}'", name=name, sign=name[0])
    return NOTHING


def _alike(form: str, other: str) -> bool:
    """Whether one begins with the other, or they differ by a slip."""
    if form.startswith(other) or other.startswith(form):
        return True
    short = min(len(form), len(other))
    slips = next((slips for least, slips in _SLIPS if short >= least), 0)
    return bool(slips) and OSA.distance(form, other, score_cutoff=slips) <= slips
