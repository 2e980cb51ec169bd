"""The state folder `.voicehall`: what a workspace remembers between runs, and where in it each thing lies."""

from pathlib import Path

STATE = ".voicehall"
"""Its name, in the workspace."""


class StateFolder:
    """Paths in a state folder; nothing is made by asking for them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cache = path / "cache"
        """The store of artefacts, where no other one is named."""
        self.catalogue = path / "catalogue.json"
        """Media files by content, and what they hold."""
        self.heard = path / "heard"
        """A folder: sentences found in sound."""
        self.voices = path / "voices"
        """A folder: what voices spoke, sentence by sentence and whole."""
        self.decks = path / "decks"
        """A folder: the PDFs that LibreOffice made of presentations."""
        self.given = path / "given"
        """A folder: what voices spoke elsewhere, as it came with an archive."""
        self.history = path / "history"
        """A folder: what each programme was last made from."""
        self.pace = path / "speed.json"
        """How long this machine takes for each kind of action."""
        self.verdicts = path / "verdicts"
        """A folder: what `verify` found."""
        self.identities = path / "identity.jsonl"
        """The episodes' guids."""
        self.journal = path / "renumber.json"
        """A renumbering under way."""
        self.ledger = path / "ledger.jsonl"
        """What stands at which target."""
        self.published = path / "published"
        """A folder: items as they were published, by their digests."""
        self.targets = path / "targets"
        """A folder: what is known of each target."""
        self.figures = path / "reach.sqlite"
        """The database of play counts, where studio.yaml names no other one."""
        self.matches = path / "reach-matches.json"
        """What works were matched to last."""
        self.downloads = path / "downloads"
        """A folder: requests that server logs hold."""

    @classmethod
    def of(cls, root: Path) -> "StateFolder":
        """The one of a workspace."""
        return cls(root / STATE)

    def lock(self, target: str) -> Path:
        """Held by the run that is at work on a target or a kit's platform."""
        return self.targets / f"{target}.lock"

    def inventory(self, target: str) -> Path:
        """The files that stand at a target."""
        return self.targets / f"{target}.jsonl"

    def speed(self, target: str) -> Path:
        """How fast a target took files the last time."""
        return self.targets / f"{target}.speed.json"
