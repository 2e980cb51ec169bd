"""What the figures of a report count, as the platforms say."""

import re
from collections.abc import Iterable, Sequence

from pipeline.messages import spoken, tr
from pipeline.reach.definitions import definition_named
from pipeline.reach.names import clauses, metric_name
from pipeline.reach.platforms import is_own
from pipeline.reach.report.totals import SeriesFigures

_ID = re.compile(r"[^/\s]+(?: [^/\s]+)*/[a-z0-9_-]+")
"""`douyin/plays`."""


def meaning(definition: str, metric: str) -> str:
    """What a definition says, or that the platform has published nothing; never its id."""
    platform, _, counted = definition.partition("/")
    if words := words_of(definition):
        return words
    if counted == metric and is_own(platform):
        return tr("{metric}: how the platform counts is not known", metric=metric_name(metric))
    return tr("{metric}: the platform has not published how it counts", metric=metric_name(metric))


def words_of(definition: str) -> str:
    """What is published of a definition; empty where nothing is."""
    known = definition_named(definition)
    if known is not None:
        return known.says if spoken() == "zh" else known.english
    # A format of the studio's own says it in words.
    return "" if _ID.fullmatch(definition) else definition


def meanings(platform: str, series: Sequence[SeriesFigures], metrics: Iterable[str]) -> str:
    """What a platform's figures of these metrics count, by all definitions that they were reported under."""
    found: dict[str, None] = {}
    for metric in metrics:
        for one in series:
            facts = one.platforms[platform].facts if platform in one.platforms else ()
            for definition in sorted({fact.definition for fact in facts if fact.metric == metric}):
                found[meaning(definition, metric)] = None
    return clauses(found)
