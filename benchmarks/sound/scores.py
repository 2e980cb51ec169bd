"""Scores of speech by the field's own tools, where they are installed: STOI and PESQ, both at 16 kHz."""

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

Samples = np.ndarray[Any, np.dtype[Any]]


def slower(samples: Samples) -> Samples:
    """At 16 kHz."""
    count = len(samples) // 3 * 3
    return np.fft.irfft(np.fft.rfft(samples[:count])[: count // 6 + 1], count // 3) / 3


def _tool(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def stoi() -> Callable[[Samples, Samples], float] | None:
    """Intelligibility of the second beside the clean first, 0 to 1; None where pystoi is not installed."""
    tool = _tool("pystoi")
    return (
        None
        if tool is None
        else lambda clean, other: float(tool.stoi(slower(clean), slower(other[: len(clean)]), 16_000))
    )


def pesq() -> Callable[[Samples, Samples], float] | None:
    """Quality of the second beside the clean first, 1 to 4.6; None where pesq is not installed."""
    tool = _tool("pesq")
    return (
        None
        if tool is None
        else lambda clean, other: float(tool.pesq(16_000, slower(clean), slower(other[: len(clean)]), "wb"))
    )
