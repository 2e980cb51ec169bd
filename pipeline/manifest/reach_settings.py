"""What studio.yaml says of counting, checked against the series that there are; it needs no media."""

from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.errors import PipelineError, did_you_mean
from pipeline.manifest.schema.keys import StudioDocument
from pipeline.manifest.workspace import series_folders
from pipeline.model.platform import PLATFORM_ID
from pipeline.model.reach import CHANNEL, ReachSettings


def reach_settings(document: StudioDocument, place: Place, root: Path, found: Findings) -> ReachSettings:
    """The settings of a document; what is wrong with its names goes to `found`."""
    said = document.reach
    if said is None:
        return ReachSettings()
    try:
        series: Collection[str] = series_folders(root)
    except PipelineError:
        series = ()
    accounts = {name: account.series for name, account in said.accounts.items() if account.series}
    _check_accounts(accounts, place["reach"]["accounts"], series, found)
    for name in said.primary:
        if name != CHANNEL and name not in series:
            mark = place["reach"]["primary"].key_mark(name)
            hint = did_you_mean(shown(name), [CHANNEL, *series])
            found.error("unknown-series", f"'{shown(name)}' is neither '{CHANNEL}' nor a series", mark, hint)
    return ReachSettings(store=said.store or "", primary=dict(said.primary), accounts=accounts)


def _check_accounts(accounts: Mapping[str, str], place: Place, series: Collection[str], found: Findings) -> None:
    for name, posted in accounts.items():
        if not PLATFORM_ID.fullmatch(name.partition("/")[0]):
            hint = "write douyin, or douyin/NAME for one of several accounts there"
            found.error("bad-platform", f"'{shown(name)}' is no platform", place.key_mark(name), hint)
        if posted not in series:
            hint = did_you_mean(shown(posted), series)
            found.error("unknown-series", f"there is no series '{shown(posted)}'", place[name]["series"].mark, hint)
