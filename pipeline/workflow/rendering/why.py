"""History: which artefact stood at which place of an episode when it was last rendered, to say what changed since."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.build import Action, Store
from pipeline.build.explain import Unit, Words, differences
from pipeline.digest import digest
from pipeline.files import write_cache
from pipeline.packaging.plan import ProgrammePlan
from pipeline.timebase import SAMPLE_RATE
from pipeline.workflow.workspace import Workspace

_DECIBELS = Unit(name="dB")
_SECONDS = Unit(name="s", per=SAMPLE_RATE)
WORDS = Words(
    names={},
    wrappers=("span", "still", "image", "medium", "mix", "sounds", "take", "media", "picture"),
    units={
        "gain": _DECIBELS,
        "duck": _DECIBELS,
        "target": Unit(name="LUFS"),
        "peak": Unit(name="dBTP"),
        "samples": _SECONDS,
        "start": _SECONDS,
        "pause": _SECONDS,
        "fade_in": _SECONDS,
        "fade_out": _SECONDS,
        "width": Unit(name="pixels"),
        "height": Unit(name="pixels"),
        "rate": Unit(name="frames a second"),
        "bitrate": Unit(name="kb/s", per=1000),
    },
    called={
        "samples": "length",
        "frames": "length in frames",
        "fade_in": "fade in",
        "fade_out": "fade out",
        "foreground": "text colour",
        "background": "background colour",
        "accent": "accent colour",
        "fonts": "font",
        "crf": "quality (crf)",
        "preset": "encoder preset",
        "incoming": "next picture",
        "outgoing": "previous picture",
        "target": "target loudness",
        "peak": "highest true peak",
        "tools": "version of the tools",
    },
)
"""How producers speak of what recipes hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A folder with one small file for each manifest."""

    folder: Path

    @classmethod
    def of(cls, workspace: Workspace) -> "History":
        return cls(folder=workspace.state.history)

    def note(self, plan: ProgrammePlan) -> None:
        """Remember what the programme was made from, as far as the disk lets it."""
        text = json.dumps({name: action.key for name, action in places(plan).items()})
        # The programme stands; not to know this costs the next plan a reason.
        write_cache(self._path(plan), text)

    def reasons(self, plan: ProgrammePlan, store: Store) -> dict[str, str]:
        """Why an action is not in the store, by key: what changed at its place since the last render."""
        last = self._last(plan)
        words = replace(WORDS, names={content: name for name, content in plan.provenance.inputs.items()})
        found: dict[str, str] = {}
        for name, action in places(plan).items():
            if not store.keeps(action):
                found.setdefault(action.key, self._reason(action, last.get(name), store, words))
        return found

    def _reason(self, action: Action, last: object, store: Store, words: Words) -> str:
        old = store.recipe(last) if isinstance(last, str) else None
        if old is None or last == action.key:
            return "not made yet" if old is None else "no longer in the cache"
        new = action.described()
        if old.get("kind") != new["kind"]:
            return f"now a {new['kind']}"
        told = differences(old.get("recipe"), new["recipe"], words=words)
        before = old.get("inputs")
        others = [step.kind for step in action.inputs if not isinstance(before, list) or step.key not in before]
        return told or f"the {' and the '.join(dict.fromkeys(others))} changed"

    def changed(self, plan: ProgrammePlan) -> frozenset[str]:
        """Keys of what stood elsewhere, or was not yet, when the programme was last rendered; empty if it never was."""
        last = self._last(plan)
        now = places(plan)
        return frozenset(one.key for name, one in now.items() if last.get(name) != one.key) if last else frozenset()

    def _last(self, plan: ProgrammePlan) -> dict[str, object]:
        try:
            last = json.loads(self._path(plan).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return last if isinstance(last, dict) else {}

    def _path(self, plan: ProgrammePlan) -> Path:
        return self.folder / f"{digest([plan.provenance.manifest, plan.draft])[:32]}.json"


def places(plan: ProgrammePlan) -> dict[str, Action]:
    """Every action by its place in the programme: segment and order inside it, rendition, kind."""
    found: dict[str, Action] = {}
    for file in plan.files:
        rendition = file.lowered.rendition.name
        orders: dict[int, int] = {}
        for piece in file.lowered.pieces:
            segment = file.lowered.timeline.spans[piece.span].segment
            orders[segment] = orders.get(segment, 0) + 1
            found[f"{rendition}: segment {segment + 1}.{orders[segment]}"] = piece.action
        found[f"{rendition}: sound"] = file.lowered.sound
        found["mix"] = file.lowered.mix
        for order, step in enumerate(file.lowered.mix.inputs, start=1):
            found[f"mix: {step.kind} {order}"] = step
    found["cover"] = plan.artwork.embedded
    if plan.artwork.square:
        found["square cover"] = plan.artwork.square
    return found
