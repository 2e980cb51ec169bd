"""What studio.yaml says about play counts, checked against the series in the workspace."""

from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.errors import PipelineError, did_you_mean
from pipeline.manifest.schema.keys import StudioDocument
from pipeline.manifest.workspace import series_folders
from pipeline.messages import tr
from pipeline.model.publishing.platform import is_platform
from pipeline.model.reach import CHANNEL, ReachSettings


def reach_settings(document: StudioDocument, place: Place, root: Path, found: Findings) -> ReachSettings:
    """The settings of a document; names that do not exist go to `found`."""
    reach = document.reach
    if reach is None:
        return ReachSettings()
    try:
        series: Collection[str] = series_folders(root)
    except PipelineError:
        series = ()
    accounts = {name: account.series for name, account in reach.accounts.items() if account.series}
    _check_accounts(accounts, place["reach"]["accounts"], series, found)
    for name in reach.primary:
        if name != CHANNEL and name not in series:
            mark = place["reach"]["primary"].key_mark(name)
            hint = did_you_mean(shown(name), [CHANNEL, *series])
            message = tr("'{name}' is neither '{channel}' nor a series", name=shown(name), channel=CHANNEL)
            found.error("unknown-series", message, mark, hint)
    return ReachSettings(store=reach.store or "", primary=dict(reach.primary), accounts=accounts)


def _check_accounts(accounts: Mapping[str, str], place: Place, series: Collection[str], found: Findings) -> None:
    for name, posted in accounts.items():
        if not is_platform(name.partition("/")[0]):
            message = tr("'{name}' cannot be the name of a platform", name=shown(name))
            hint = tr("write douyin, or douyin/NAME for one of several accounts there")
            found.error("bad-platform", message, place.key_mark(name), hint)
        if posted not in series:
            hint = did_you_mean(shown(posted), series)
            message = tr("unknown series '{series}'", series=shown(posted))
            found.error("unknown-series", message, place[name]["series"].mark, hint)
