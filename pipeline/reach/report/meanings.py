"""What the figures of a report count, as the platforms say."""

from collections.abc import Iterable, Sequence

from pipeline.messages import spoken, tr
from pipeline.reach.definitions import definition_named
from pipeline.reach.names import clauses, metric_name
from pipeline.reach.platforms import is_own
from pipeline.reach.report.totals import SeriesFigures


def meaning(definition: str, metric: str) -> str:
    """What a definition says, or that the platform has published nothing."""
    known = definition_named(definition)
    platform, _, counted = definition.partition("/")
    if known is None and counted == metric and is_own(platform):
        return tr("{metric}: how the platform counts is not known", metric=metric_name(metric))
    if known is None or not known.says:
        return tr("{metric}: the platform has not published how it counts", metric=metric_name(metric))
    return known.says if spoken() == "zh" else known.english


def meanings(platform: str, series: Sequence[SeriesFigures], metrics: Iterable[str]) -> str:
    """What a platform's figures of these metrics count, by all definitions that they were reported under."""
    found: dict[str, None] = {}
    for metric in metrics:
        for one in series:
            facts = one.platforms[platform].facts if platform in one.platforms else ()
            for definition in sorted({fact.definition for fact in facts if fact.metric == metric}):
                found[meaning(definition, metric)] = None
    return clauses(found)
