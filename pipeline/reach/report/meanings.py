"""What the figures of a report count, in the platforms' own words."""

from collections.abc import Iterable, Sequence

from pipeline.reach.definitions import definition_named
from pipeline.reach.report.metrics import METRIC_NAMES
from pipeline.reach.report.totals import SeriesFigures

UNSAID = "平台未公开计法"


def meaning(definition: str, metric: str) -> str:
    """What a definition says; that nothing is public where that is so."""
    known = definition_named(definition)
    return known.says if known and known.says else f"{METRIC_NAMES.get(metric, metric)}：{UNSAID}"


def meanings(platform: str, series: Sequence[SeriesFigures], metrics: Iterable[str]) -> str:
    """What a platform's figures of these metrics count; all definitions that they were reported under."""
    found: dict[str, None] = {}
    for metric in metrics:
        for one in series:
            facts = one.places[platform].facts if platform in one.places else ()
            for definition in sorted({fact.definition for fact in facts if fact.metric == metric}):
                found[meaning(definition, metric)] = None
    return "；".join(found)
