"""Documents: the keys of a format file."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, get_args

from pydantic import Field

from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.scalars import Maybe, Mistake, OneOrMany, Scalar
from pipeline.documents.values import Title, Titles, Version, one_of
from pipeline.messages import tr
from pipeline.reach.importing.cells import Unit
from pipeline.reach.observation import COUNTS, METRICS, Grain
from pipeline.reach.platforms import Platforms, malformed

ROLES = (
    "title", "published", "id", "url", "url-id", "state", "day", "episode", "series", "platform", "part", "robot",
)  # fmt: skip
"""What a column may be beside a metric."""


def _yes_or_no(value: str) -> bool:
    if value not in ("true", "false", "yes", "no"):
        raise Mistake("wrong-type", tr("'{value}' is neither true nor false", value=value[:60]))
    return value in ("true", "yes")


YesOrNo = Annotated[bool, Scalar(_yes_or_no, tr("true or false"))]


def _platform(value: str) -> str:
    if problem := malformed(value):
        raise Mistake("bad-platform", problem)
    return Platforms().spelled(value)


PlatformName = Annotated[str, Scalar(_platform, tr("the name of a platform"))]
Meaning = Annotated[str, one_of(tr("meaning"), (*METRICS, *ROLES))]


class ColumnDocument(ShortDocument):
    """What a column means; the short form is that alone."""

    short = "means"

    means: Meaning
    unit: Maybe[Annotated[Unit, one_of(tr("unit"), get_args(Unit))]] = None
    missing: Titles = ()
    """Values that mean a missing figure, beside the usual marks."""
    signed: YesOrNo = False
    """Whether it may be less than nothing, as a change in followers may."""
    definition: Maybe[Title] = None
    """Id of what is counted, where it differs from what the platform's metric is otherwise."""
    public: Titles = ()
    private: Titles = ()
    """Of a state: the words for works that everybody sees, and for those that nobody else sees."""
    only: Titles = ()
    """Of a part: the rows that are the whole; all others are contained in it."""


class SignatureDocument(Document):
    """The headers by which a table is known; 'A | B' is either."""

    all: Annotated[tuple[Title, ...], OneOrMany(least=1)]
    any: Titles = ()
    """At least one of these as well."""
    none: Titles = ()


class TableDocument(Document):
    """One table: how it is known and what its columns mean."""

    fallbacks: ClassVar[Mapping[str, object]] = {"signature": {"all": ["?"]}, "columns": {}}  # type: ignore[assignment]

    signature: SignatureDocument
    columns: Mapping[str, ColumnDocument]
    counts: Maybe[Annotated[str, one_of(tr("metric"), COUNTS)]] = None
    """The metric that every row counts one of, in a table of single events."""
    others: Titles = ()
    """Headers that are known and not used."""
    totals: Titles = (
        "Total", "合计", "总计", "总和", "汇总", "全部合计", "本页合计", "小计", "Subtotal", "平均", "平均值", "均值",
    )  # fmt: skip
    """Texts of the first cell in a row that sums up the others."""


class FormatDocument(TableDocument):
    """A format file."""

    fallbacks: ClassVar[Mapping[str, object]] = {
        **TableDocument.fallbacks, "title": "?", "grain": "summary",
    }  # fmt: skip

    voicehall: Version = 1
    title: Title
    """Where the file is found, as a person would say it."""
    platform: Maybe[PlatformName] = None
    """Left out where a column names it."""
    new_platform: YesOrNo = Field(False, alias="new-platform")
    """Whether it is none of those that voicehall knows, although its name is nearly that of one."""
    grain: Annotated[Grain, one_of(tr("grain"), get_args(Grain))]
    beside: Annotated[tuple[TableDocument, ...], OneOrMany()] = ()
    """Further tables beside the first, each with a blank column between."""
    note: Maybe[Title] = None
    """A warning whenever such a file is read."""
