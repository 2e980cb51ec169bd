"""What each platform adds to the sums of a report: over all its series, the same listening once."""

from collections import defaultdict
from collections.abc import Mapping

from pipeline.messages import tr
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.report.bounds import Amount, total
from pipeline.reach.report.metrics import COUNTED
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.tables import TOTAL, Column, Table, figure_column, gained_column
from pipeline.reach.report.totals import Figures, is_counted_twice


def counted_by_platform(report: ReachReport) -> Mapping[str, Figures]:
    """By platform, then metric: what was gained in the report's period, else what there is in all."""
    if report.since is not None:
        return {
            platform: {metric: gained[metric].amount for metric in COUNTED if metric in gained}
            for platform, gained in sorted(report.since.counted.items(), key=lambda one: platform_order(one[0]))
        }
    found: dict[str, dict[str, list[Amount]]] = defaultdict(lambda: defaultdict(list))
    for one in report.series:
        for platform, figures in one.platforms.items():
            for metric in COUNTED:
                twice = is_counted_twice(platform, metric, figures.figures)
                if metric in figures.figures and not (twice or one.choice.leaves_out(platform, metric)):
                    found[platform][metric].append(figures.figures[metric])
    return {
        platform: {metric: amount for metric, several in found[platform].items() if (amount := total(several))}
        for platform in sorted(found, key=platform_order)
    }


def figures_of(report: ReachReport) -> Figures:
    """What the report is about: what was gained in its period, else the totals."""
    if report.since is None:
        return report.totals
    return {name: gain.amount for name, gain in report.since.whole.items()}


def by_platform_in_all(report: ReachReport) -> Table:
    """Platforms with what they add to the sums that the sentence tells."""
    found, whole = counted_by_platform(report), figures_of(report)
    metrics = [metric for metric in COUNTED if metric in whole]
    columns = [Column(name="platform", heading=tr("platform"), kind="text"), *map(figure_column, metrics)]
    if report.since is not None:
        columns[1:] = map(gained_column, metrics)
    rows = [(platform, *(figures.get(metric) for metric in metrics)) for platform, figures in found.items() if figures]
    rows.append((TOTAL, *(whole.get(metric) for metric in metrics)))
    return Table(title="", columns=tuple(columns), rows=tuple(rows), summed=True)
