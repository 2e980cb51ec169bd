"""The imprint: who runs a studio's site, as its pages say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Empty values stand for what nobody wrote down."""

    about: str = ""
    """Paragraphs, one a line."""
    contact: tuple[str, ...] = ()
    """Lines with telephone numbers, addresses and the like."""
    icp: str = ""
    """ICP filing of the site with the ministry: `湘ICP备2022000001号-1`."""
    police: str = ""
    """Filing with the police: `湘公网安备43010502000001号`."""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to read about the studio."""
        return bool(self.about or self.contact)
