"""How a studio counts: where figures are kept, whose count, and which accounts post which series."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TIMEZONE = "Asia/Shanghai"
CHANNEL = "podcast"
"""What all series share, where studio.yaml says whose listening counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachSettings:
    """What studio.yaml says under `reach`."""

    store: str = ""
    """URL of the database; empty for the workspace's own."""
    primary: Mapping[str, str] = field(default_factory=dict)
    """By `podcast` or a series' id: the platform whose count stands where several tools saw the same listening."""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """By platform, or `platform/name`: the series that an account posts."""
