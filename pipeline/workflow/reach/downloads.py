"""The verb `reach downloads`: downloads in the studio's own server logs are counted and stored."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from pipeline.errors import PipelineError, did_you_mean
from pipeline.messages import tr
from pipeline.reach.downloads.agents.robot_list import read_list
from pipeline.reach.downloads.count import DownloadResult, count
from pipeline.reach.downloads.logs.clients import PRIVATE
from pipeline.reach.downloads.logs.written_format import written_format
from pipeline.reach.downloads.observations import store_downloads
from pipeline.reach.downloads.request_store import RequestStore
from pipeline.reach.downloads.visitor_rules import read_rules
from pipeline.reach.downloads.windows import Rule
from pipeline.workflow.machine import cores
from pipeline.workflow.reach.agents import LIST_FILE, RULES_FILE, editions
from pipeline.workflow.reach.downloads_report import DownloadsReport
from pipeline.workflow.reach.media import files_of_list, files_of_programmes
from pipeline.workflow.reach.session import listed_series, open_reach
from pipeline.workflow.session import Session, in_session

PACKED = 8
"""How many times larger a packed log becomes, about; only for the progress bar."""


@in_session
def downloads(
    session: Session,
    logs: Sequence[Path],
    *,
    rule: Rule,
    tz: str | None = None,
    media: Path | None = None,
    trust_proxy: bool = False,
    log_format: str = "",
    dry_run: bool = False,
) -> DownloadsReport:
    """Count the downloads in `logs`; their figures are stored, except in a dry run.

    With `trust_proxy`, proxies at private addresses are believed whom they say that they serve. `log_format` says how
    lines are written, in the words of nginx's or Apache's settings.

    Raises PipelineError for an unknown time zone, a format that lacks something, or a wrong list of media files, and
    where the store fails.
    """
    root = session.root
    if log_format:
        written_format(log_format)
    session.studio_file.reach_settings()
    zone = _zone(tz or session.studio_file.studio.timezone)
    series = listed_series(root)
    served = list(files_of_programmes(root))
    if media is not None:
        served += files_of_list(media, [one.id for one in series])
    if not served:
        raise PipelineError(
            tr("there are no files whose downloads could be counted: 'out/' holds no programme"),
            hint=tr("render first, or list files that were made elsewhere with --media FILE"),
        )
    request_store = RequestStore(folder=session.state.downloads)
    visitor_rules, own_list = read_rules(root / RULES_FILE), read_list(root / LIST_FILE)
    if trust_proxy:
        visitor_rules = replace(visitor_rules, proxies=(*PRIVATE, *visitor_rules.proxies))
    if own_list:
        visitor_rules = replace(visitor_rules, agents_named=own_list.patterns)
    session.progress.begin(sum(_size(log) for log in logs))

    def counted(*, keep: bool) -> DownloadResult:
        return count(
            logs, served, request_store, rule=rule, zone=zone, visitor_rules=visitor_rules, now=int(time.time()),
            processes=cores(), keep=keep, tick=session.progress.advanced, log_format=log_format,
        )  # fmt: skip

    titles = {one.label: one.title for listed in series for one in listed.episodes}
    report = DownloadsReport(
        counted=DownloadResult(logs=()), rule=rule, tz=zone.key, robots=editions(own_list), titles=titles
    )
    if dry_run:
        return replace(report, counted=counted(keep=False))
    with open_reach(session) as reach, request_store.locked():
        found = counted(keep=True)
        stored = store_downloads(found, reach.store, logs, rule=rule, zone=zone, titles=titles)
        request_store.close()
    return replace(report, counted=found, stored=stored.figures, instead=stored.instead)


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        message = tr("unknown time zone '{name}'", name=name)
        raise PipelineError(message, hint=did_you_mean(name, ("Asia/Shanghai", "UTC")))
    return ZoneInfo(name)


def _size(log: Path) -> float:
    try:
        return log.stat().st_size * (PACKED if log.suffix == ".gz" else 1)
    except OSError:
        return 0
