"""Questions that find no room on their card, that nobody can read in time, or that listeners never hear."""

from collections.abc import Iterator

from pipeline.captions.rules import SPEED, characters
from pipeline.effects.questions import Answered
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.segments import Question
from pipeline.model.timeline import StillSpan
from pipeline.packaging.plan import PlannedEpisode
from pipeline.render.picture.reframe import in_rendition
from pipeline.workflow.workspace import Workspace

ROOMY = 100
"""So many characters find room on any card."""


def crowded_questions(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic for each question whose texts find no room in one of the renditions' pictures."""
    if planned.timeline is None:
        return
    shown = [(one, one.picture) for one in planned.renditions if one.picture and one.shows == "pictures"]
    for placed in planned.timeline.spans:
        match placed.span:
            case StillSpan(still=Answered(card=card)):
                answer = card.answer if card.right is None else ""
                count = sum(map(len, (card.question, *card.options, answer, card.explain)))
                if count <= ROOMY and card.question.count("\n") + card.explain.count("\n") < 2:
                    continue
                # Typesetting is for those who have much text.
                from pipeline.media.picture.cards.question import is_crowded

                cards = {
                    (picture.width, picture.height): in_rendition(placed, planned.timeline, rendition)
                    for rendition, picture in shown
                }
                crowded = sorted(
                    size for size, one in cards.items() if isinstance(one, Answered) and is_crowded(one.card, *size)
                )
                if crowded:
                    width, height = crowded[0]
                    yield Diagnostic(
                        code="crowded-card",
                        message=tr(
                            "this question has {count} characters with its options, answer and explanation, more than"
                            " find room in a picture of {width} x {height}",
                            count=count, width=width, height=height,
                        ),
                        mark=planned.episode.segments[placed.segment].texts[0].mark,
                        hint=tr("shorten the longest of these texts, or say it in a narration"),
                    )  # fmt: skip
            case _:
                pass


def hard_to_answer(planned: PlannedEpisode) -> Iterator[Diagnostic]:
    """A warning for each question that cannot be read in its time, or that is silent where people only listen."""
    episode = planned.episode
    listeners = [one.name for one in episode.renditions if one.picture is None or one.shows != "pictures"]
    for segment in episode.segments:
        if not isinstance(segment, Question):
            continue
        needed = characters("".join((segment.text, *segment.options))) / SPEED
        if not segment.takes and segment.think < needed:
            yield Diagnostic(
                code="too-little-time", severity="warning", mark=segment.text_mark,
                message=tr(
                    "even quick readers need {needed} s for this question and its options; {think} s are left to read"
                    " and think",
                    needed=f"{float(needed):.1f}", think=f"{float(segment.think):g}",
                ),
                hint=tr("write a longer 'think:', or have it read out: 'narration: FILE'"),
            )  # fmt: skip
        unheard = [
            key
            for key, said in (("narration", segment), ("answer-narration", segment.follows))
            if said is None or not said.takes
        ]
        if unheard and listeners:
            yield Diagnostic(
                code="silent-question", severity="warning", mark=segment.text_mark,
                message=tr("who only listens ('{rendition}') hears two chimes, but not this question",
                           rendition=listeners[0])
                if "narration" in unheard
                else tr("who only listens ('{rendition}') hears this question, but not its answer",
                        rendition=listeners[0]),
                hint=tr("record it, and write '{key}: FILE'", key=unheard[0]),
            )  # fmt: skip
