"""Files that are made for editing programs: pictures as PNG, sound as WAV."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import Action
from pipeline.messages import tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import PlacedSound, Still, Take
from pipeline.render.picture.stills import STILL_COST, draw, drawing_tools, drawn_version
from pipeline.render.piece import Context, share
from pipeline.render.sound.takes import READ_COST, joined_of
from pipeline.timebase import SAMPLE_RATE

DRAWING, WAV = "drawing", "wav"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingStep:
    """A still as a PNG."""

    still: Still
    width: int
    height: int
    tools: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WavStep:
    """A take as it goes into the mix, before it is raised or faded, as a WAV of 24 bits."""

    take: Take
    tools: str
    version: int = 1


def lower_drawing(still: Still, picture: Picture, context: Context) -> Action:
    return Action(
        kind=DRAWING,
        recipe=DrawingStep(
            still=still,
            width=picture.width,
            height=picture.height,
            tools=f"{drawing_tools(context.tools, still)} v{drawn_version(still)}",
        ),
        suffix=".png",
        label=context.label(tr("picture of {name}", name=still.label)),
        cost=STILL_COST * share(picture),
    )


def perform_drawing(step: DrawingStep, inputs: Sequence[Path], to: Path) -> None:
    draw(step.still, step.width, step.height).save(to, "PNG")


def lower_wav(sound: PlacedSound, context: Context) -> Action:
    return Action(
        kind=WAV,
        recipe=WavStep(take=sound.take, tools=context.tools),
        inputs=(joined_of(sound, context),) if sound.take.joined else (),
        suffix=".wav",
        label=context.label(tr("sound of {name}", name=sound.label)),
        cost=sound.take.samples / SAMPLE_RATE * READ_COST,
    )


def perform_wav(step: WavStep, inputs: Sequence[Path], to: Path) -> None:
    from pipeline.media.sound.wav import write_wav

    write_wav(step.take, joined=inputs[0] if inputs else None, to=to)
