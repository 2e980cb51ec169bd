"""Questions: the card that asks, the same while time runs out, and with its answer."""

from dataclasses import dataclass, replace

from pipeline.effects.look import Look
from pipeline.effects.overlays import Overlaid
from pipeline.effects.stills import Captioned
from pipeline.messages import tr
from pipeline.model.timeline import Still


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCard:
    """A question and its options. It leaves room for the answer, so that nothing moves when that is shown."""

    question: str
    options: tuple[str, ...]
    right: int | None
    """Index of the right option; None for an open question."""
    answer: str
    explain: str
    look: Look
    version: int = 1

    @property
    def label(self) -> str:
        return self.question.split("\n")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """The card with the seconds that are left."""

    card: QuestionCard
    left: int
    of: int
    """Seconds at the beginning."""

    @property
    def label(self) -> str:
        return tr("time to think: {question}", question=self.card.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The card with its answer marked and explained."""

    card: QuestionCard

    @property
    def label(self) -> str:
        return tr("answer: {answer}", answer=self.card.answer.split("\n")[0])


def steady(still: Still) -> Still:
    """A still that stands for all that differ from it in a small part alone, as the seconds of a countdown do."""
    match still:
        case Countdown():
            return replace(still, left=still.of)
        case Captioned() | Overlaid():
            return replace(still, still=steady(still.still))
        case _:
            return still
