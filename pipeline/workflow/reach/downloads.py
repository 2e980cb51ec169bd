"""Counting downloads: the studio's own server logs read, their figures told and stored."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from pipeline.errors import PipelineError, did_you_mean
from pipeline.reach.downloads.count import Counted, count
from pipeline.reach.downloads.observations import store_downloads
from pipeline.reach.downloads.request_store import Ledger
from pipeline.reach.downloads.user_agents import edition
from pipeline.reach.downloads.visitor_rules import read_rules
from pipeline.reach.downloads.windows import Rule
from pipeline.workflow.machine import cores
from pipeline.workflow.reach.downloads_report import CountReport
from pipeline.workflow.reach.media import served_by_list, served_by_records
from pipeline.workflow.reach.session import listed_series, open_desk
from pipeline.workflow.session import Session, in_session

RULES_FILE = "assets/reach-visitors.txt"
PACKED = 8
"""Times that a packed log grows, about; only the progress bar goes by it."""


@in_session
def downloads(
    session: Session,
    logs: Sequence[Path],
    *,
    rule: Rule,
    tz: str | None = None,
    media: Path | None = None,
    dry_run: bool = False,
) -> CountReport:
    """Count the downloads in `logs`; their figures are stored, except in a dry run.

    Raises PipelineError for an unknown time zone or a list of media that says too little, and where the store fails.
    """
    root = session.root
    session.studio_file.counting()
    zone = _zone(tz or session.studio_file.studio.timezone)
    series = listed_series(root)
    served = list(served_by_records(root))
    if media is not None:
        served += served_by_list(media, [one.id for one in series])
    if not served:
        raise PipelineError(
            "there is nothing whose downloads could be counted: no programme stands in 'out/'",
            hint="render first, or name media made elsewhere with --media FILE",
        )
    ledger = Ledger(folder=session.state.downloads)
    visitor_rules = read_rules(root / RULES_FILE)
    session.progress.begin(sum(_size(log) for log in logs))

    def counted(*, keep: bool) -> Counted:
        return count(
            logs, served, ledger, rule=rule, zone=zone, visitor_rules=visitor_rules, now=int(time.time()),
            processes=cores(), keep=keep, tick=session.progress.advanced,
        )  # fmt: skip

    titles = {one.label: one.title for listed in series for one in listed.episodes}
    report = CountReport(counted=Counted(logs=()), rule=rule, tz=zone.key, robots=edition(), titles=titles)
    if dry_run:
        return replace(report, counted=counted(keep=False))
    with open_desk(session) as desk, ledger.alone():
        found = counted(keep=True)
        stored = store_downloads(found, desk.store, logs, rule=rule, zone=zone, titles=titles)
        ledger.close()
    return replace(report, counted=found, stored=stored.figures, instead=stored.instead)


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise PipelineError(f"unknown time zone '{name}'", hint=did_you_mean(name, ("Asia/Shanghai", "UTC")))
    return ZoneInfo(name)


def _size(log: Path) -> float:
    try:
        return log.stat().st_size * (PACKED if log.suffix == ".gz" else 1)
    except OSError:
        return 0
