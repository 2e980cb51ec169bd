"""Captions: what is said, and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Text shown from `start` until `stop`, in milliseconds from the start of whatever holds it."""

    start: int
    stop: int
    text: str
    """Plain text; lines separated by newlines."""
