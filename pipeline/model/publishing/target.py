"""Targets: places that programmes are published to, as studio.yaml names them."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """At most so many episodes in so many seconds."""

    count: int
    seconds: int

    @property
    def between(self) -> Fraction:
        """Seconds from one episode to the next, if they are spread evenly."""
        return Fraction(self.seconds, self.count)

    def __str__(self) -> str:
        name = {60: "minute", 3600: "hour", 86_400: "day", 604_800: "week"}.get(self.seconds, f"{self.seconds} s")
        return f"{self.count}/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place that programmes are published to, for browsers and podcast apps."""

    name: str
    url: str
    """Where files are put: `file://site`, `sftp://user@host/www`, `s3://bucket/lessons`, `webdav+https://host/path`."""
    public: str
    """Address of the same place for visitors; ends in a slash."""
    key: str = ""
    """File of the private key, `~` not yet expanded."""
    known_hosts: str = ""
    password_env: str = ""
    """Environment variable that holds the password."""
    pace: Pace | None = None
    reviewed: bool = False
    """Whether only approved episodes are published."""
    uploads: int = 2
    """Files uploaded at the same time."""
    bandwidth: int | None = None
    """Bytes a second at most, all files together."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
