"""What platforms would refuse or shorten of an episode, reported at its line before anything is rendered."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import DiagnosedError, Diagnostic, Mark, PipelineError
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.fields import episode_fields
from pipeline.packaging.plan import PlannedEpisode
from pipeline.publish.kits import EpisodeTexts, Platform, kit_texts, length_violations
from pipeline.publish.kits.limits import Violation
from pipeline.publish.kits.rules import read_platform


def unsuited(planned: PlannedEpisode, root: Path) -> Iterator[Diagnostic]:
    """A warning for all that the platforms of the episode's series would refuse, or that is shortened for them."""
    episode = planned.episode
    for name in episode.series.platforms:
        try:
            platform = read_platform(name, root)
        except DiagnosedError as error:
            yield from error.diagnostics
        except PipelineError:
            # Its series.yaml has been told of.
            continue
        else:
            yield from _unsuited(planned, platform)


def _unsuited(planned: PlannedEpisode, platform: Platform) -> Iterator[Diagnostic]:
    episode = planned.episode
    violations: Sequence[Violation] = kit_texts(_words(episode), platform).violations
    if planned.programme:
        violations = (*violations, *length_violations(planned.programme.stamp.duration, platform))
    marks: dict[str, Mark | None] = {
        "title": episode.title_mark, "description": episode.summary_mark, "tags": episode.tags_mark,
    }  # fmt: skip
    for one in violations:
        mark = marks.get(one.about) or episode.mark
        yield Diagnostic(code=one.code, message=one.message, mark=mark, hint=one.hint, severity="warning")
    if planned.programme and not _has_kind(episode, platform):
        if platform.kind == "audio":
            words = tr("{platform} takes sound alone, and no rendition is that", platform=platform.label)
        else:
            words = tr("{platform} takes films, and no rendition is one", platform=platform.label)
        example = "sound: audio-mp3" if platform.kind == "audio" else "main: video-1080p"
        yield Diagnostic(
            code="platform-no-rendition", mark=episode.mark, severity="warning", message=words,
            hint=tr("add '{example}' to 'renditions'", example=example),
        )  # fmt: skip


def _has_kind(episode: Episode, platform: Platform) -> bool:
    if episode.programme:
        return True  # What lies in finished files is seen when the kit is made.
    return any((one.picture is None) == (platform.kind == "audio") for one in episode.renditions)


def _words(episode: Episode) -> EpisodeTexts:
    series = episode.series
    fields = episode_fields(series, number=episode.number, title=episode.title)
    return EpisodeTexts(
        title=episode.title,
        short_title=episode.short_title,
        summary=episode.summary,
        tags=episode.tags,
        series=series.title,
        author=series.author,
        number=episode.number,
        numbering=str(fields["numbering"]),
        date=episode.date,
        speakers=episode.speakers,
    )
