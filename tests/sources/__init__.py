"""Tiny generated media for tests, made once per test session, and what is read out of files."""

from tests.sources.clips import flash_and_beep, flat, irregular, numbered, numbered_picture, regular
from tests.sources.damage import truncated, with_hole
from tests.sources.edits import joined, with_edits
from tests.sources.pictures import animated_gif, huge_png, photo, photo_pixels
from tests.sources.place import SAMPLE_RATE, SIZE, Pixels, folder
from tests.sources.reading import beeps_in, flashes_in, grays, number_in, numbers_in, samples_of
from tests.sources.tones import sine, sound, surround, tone
from tests.sources.voices import noise, voice

__all__ = [
    "SAMPLE_RATE",
    "SIZE",
    "Pixels",
    "animated_gif",
    "beeps_in",
    "flash_and_beep",
    "flashes_in",
    "flat",
    "folder",
    "grays",
    "huge_png",
    "irregular",
    "joined",
    "noise",
    "number_in",
    "numbered",
    "numbered_picture",
    "numbers_in",
    "photo",
    "photo_pixels",
    "regular",
    "samples_of",
    "sine",
    "sound",
    "surround",
    "tone",
    "truncated",
    "voice",
    "with_edits",
    "with_hole",
]  # fmt: skip
