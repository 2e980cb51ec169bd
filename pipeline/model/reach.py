"""Settings of play counts: where figures are stored, whose count is used, and which account posts which series."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TIMEZONE = "Asia/Shanghai"
CHANNEL = "podcast"
"""Key under `primary` that stands for all series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachSettings:
    """What studio.yaml says under `reach`."""

    store: str = ""
    """URL of the database; empty for the workspace's own."""
    primary: Mapping[str, str] = field(default_factory=dict)
    """By `podcast` or a series' id: the platform whose count is used where several tools counted the same listening."""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """By platform, or `platform/name`: the series that an account posts."""
