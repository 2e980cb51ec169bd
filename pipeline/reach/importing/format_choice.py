"""Choosing the format of a file: a known one, or the words of its columns; nothing is guessed between platforms."""

from collections.abc import Sequence

from pipeline.messages import tr
from pipeline.reach.importing.formats import Format, FoundTable, library, recognised
from pipeline.reach.importing.formats.format import plain_header
from pipeline.reach.importing.readers import Grid, UnreadableFile
from pipeline.reach.importing.request import Request
from pipeline.reach.importing.unknown_columns import unknown_columns
from pipeline.reach.importing.vocabulary import format_of, names_works
from pipeline.reach.names import platform_title
from pipeline.reach.platforms import is_own

BY_WORDS = "by-words"
"""Id of the format of a table that is read by the words of its columns."""


def chosen_format(grids: Sequence[Grid], request: Request) -> tuple[tuple[FoundTable, ...], tuple[FoundTable, ...]]:
    """By the formats; a table of a platform that has none by the words of its columns, if the platform is named."""
    try:
        found, beside = recognised(grids, request.formats, request.platform)
        if not _is_something_else(found[0], request):
            _check_platform(found[0].format, request)
            return found, beside
        unknown = UnreadableFile(
            tr("it has columns that none of the formats knows which it could be"),
            hint=tr("name its platform with --platform: then it is read by the words of its columns"),
        )
    except _DoubtfulPlatform:
        raise
    except UnreadableFile as cause:
        unknown = cause
    known = format_of(grids, request.platform, request.answers, BY_WORDS) if request.platform else None
    if known is None:
        raise unknown
    return recognised(grids, (known,), request.platform)


class _DoubtfulPlatform(UnreadableFile):
    """A table that is another platform's by its columns than by what the user says."""


def _check_platform(known: Format, request: Request) -> None:
    """Raises _DoubtfulPlatform for a table of which only the user says whose it is, or only a format of the studio."""
    if request.platform and _is_doubtful(known, request.platform):
        raise _DoubtfulPlatform(
            tr(
                "its columns are those of {platform} (format '{format}'), and not certainly of '{other}'",
                platform=platform_title(known.platform),
                format=known.id,
                other=request.platform,
            ),
            hint=tr(
                "leave --platform out if it is of {platform}; if it is of '{other}', say of one of its columns what it "
                "means, such as {example}: then it is read by their words",
                platform=platform_title(known.platform),
                other=request.platform,
                example=f"--column '{_a_metric(known)}'",
            ),
        )


def _is_doubtful(known: Format, platform: str) -> bool:
    """Whether it may be another platform's: usual words make a signature that many tables have."""
    if known.platform in ("", platform):
        return False
    return is_own(platform) or not any(known is one for one in library())


def _a_metric(known: Format) -> str:
    """`播放量=plays`: a column of a format as `--column` takes it."""
    metrics = (column for column in known.table.columns.values() if column.role == "metric")
    return next((f"{column.header.split(' | ')[0]}={column.means}" for column in metrics), "播放量=plays")


def _is_something_else(found: FoundTable, request: Request) -> bool:
    """Whether a general format fits that misses the works of a table, or whose unknown columns a person explained; or
    one that is doubtful, and whose columns a person explained."""
    if found.format.platform:
        return bool(request.answers and request.platform and _is_doubtful(found.format, request.platform))
    said = request.answers.keys() & {plain_header(text) for text in unknown_columns(found).values()}
    return bool(said) or (found.format.grain == "account-daily" and names_works(found))
