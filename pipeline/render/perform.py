"""Performing actions: each kind has one function that makes its artefact from its recipe and its inputs' files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.build import Action
from pipeline.errors import PipelineError
from pipeline.render import handover
from pipeline.render.picture import (
    audiogram,
    captions,
    clips,
    covers,
    motion,
    moving_insets,
    scenes,
    split,
    stills,
    thumbnails,
    transitions,
)
from pipeline.render.sound import encode, mix, takes, tempo

SOUND_KINDS = frozenset(
    (takes.TREAT, tempo.TEMPO, takes.TAKES, takes.TONE, mix.LEVEL, mix.MIX, encode.SOUND, audiogram.WAVE)
)

_PERFORMERS: dict[str, Callable[[Any, Sequence[Path], Path], None]] = {
    stills.STILL: stills.perform_still,
    covers.COVER: covers.perform_cover,
    thumbnails.THUMBNAIL: thumbnails.perform_thumbnail,
    clips.CLIP: clips.perform_clip,
    motion.MOTION: motion.perform_motion,
    scenes.SCENE: scenes.perform_scene,
    split.SPLIT: split.perform_split,
    moving_insets.STAGED: moving_insets.perform_staged,
    transitions.TRANSITION: transitions.perform_transition,
    captions.CAPTIONS: captions.perform_captions,
    captions.COUNTDOWN: captions.perform_captions,
    captions.READING: captions.perform_captions,
    captions.OVERLAYS: captions.perform_captions,
    takes.TREAT: takes.perform_treat,
    tempo.TEMPO: tempo.perform_tempo,
    takes.TAKES: takes.perform_takes,
    takes.TONE: takes.perform_tone,
    mix.LEVEL: mix.perform_level,
    mix.MIX: mix.perform_mix,
    encode.SOUND: encode.perform_sound,
    encode.MEASURE: encode.perform_measure,
    audiogram.WAVE: audiogram.perform_wave,
    audiogram.AUDIOGRAM: audiogram.perform_audiogram,
    handover.DRAWING: handover.perform_drawing,
    handover.WAV: handover.perform_wav,
}


def perform(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    """Make the action's artefact at `to`. An error says which part of which episode it was for."""
    try:
        _PERFORMERS[action.kind](action.recipe, inputs, to)
    except PipelineError as error:
        raise error.at(action.label) from error
