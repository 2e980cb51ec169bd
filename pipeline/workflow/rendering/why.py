"""History: which artefact stood at which place of an episode when it was last rendered, to say what changed since."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.build import Action, Store
from pipeline.build.explain import Unit, Vocabulary, differences
from pipeline.digest import digest
from pipeline.documents.stored import read_stored
from pipeline.files import write_cache
from pipeline.messages import clauses, listed, told, tr, verbatim
from pipeline.packaging.pictures import ShownPicture, read_paragraphs, shown_pictures
from pipeline.packaging.plan import ProgrammePlan
from pipeline.timebase import SAMPLE_RATE
from pipeline.workflow.rendering.moved import MovedPicture
from pipeline.workflow.rendering.plan_report import KINDS
from pipeline.workflow.workspace import Workspace

_DECIBELS = Unit(name=verbatim("dB"))
_SECONDS = Unit(name=verbatim("s"), per=SAMPLE_RATE)
_FRAMES = Unit(name="")
WORDS = Vocabulary(
    names={},
    wrappers=(
        "span",
        "still",
        "image",
        "medium",
        "mix",
        "sounds",
        "take",
        "media",
        "picture",
        "scene",
        "script",
        "values",
        "value",
        "tone",
        "look",
        "card",
        "caption",
        "recital",
        "lines",
        "within",
    ),
    units={
        "gain": _DECIBELS,
        "duck": _DECIBELS,
        "target": Unit(name=verbatim("LUFS")),
        "peak": Unit(name=verbatim("dBTP")),
        "samples": _SECONDS,
        "start": _SECONDS,
        "stop": _SECONDS,
        "pause": _SECONDS,
        "captions.start": _FRAMES,
        "captions.stop": _FRAMES,
        "fade_in": _SECONDS,
        "fade_out": _SECONDS,
        "width": Unit(name=tr("pixels")),
        "height": Unit(name=tr("pixels")),
        "rate": Unit(name=tr("frames a second")),
        "bitrate": Unit(name=verbatim("kb/s"), per=1000),
    },
    called={
        "covered": tr("what platforms cover"),
        "speech": tr("speech"),
        "music": tr("music"),
        "samples": tr("length"),
        "frames": tr("length in frames"),
        "treatment": tr("treatment"),
        "cuts": tr("cut pauses"),
        "fade_in": tr("fade in"),
        "fade_out": tr("fade out"),
        "foreground": tr("text colour"),
        "background": tr("background colour"),
        "accent": tr("accent colour"),
        "fonts": tr("font"),
        "crf": tr("quality (crf)"),
        "preset": tr("encoder preset"),
        "dress": tr("theme"),
        "taken": tr("corner that the logo takes"),
        "style": tr("caption style"),
        "punctuation": tr("punctuation"),
        "below": tr("where the picture ends"),
        "incoming": tr("next picture"),
        "outgoing": tr("previous picture"),
        "target": tr("target loudness"),
        "peak": tr("highest true peak"),
        "tools": tr("version of the tools"),
        "overlays": tr("what lies over it"),
        "still": tr("picture"),
        "question": tr("question"),
        "options": tr("options"),
        "answer": tr("right answer"),
        "right": tr("number of the right option"),
        "explain": tr("explanation"),
        "left": tr("seconds left"),
        "of": tr("seconds to think"),
        "runs": tr("part"),
        "paragraphs": tr("paragraph"),
        "text": tr("text"),
        "title": tr("title"),
        "heading": tr("heading"),
        "byline": tr("author's line"),
        "by": tr("by"),
        "source": tr("source"),
        "years": tr("years"),
        "portrait": tr("portrait"),
        "name": tr("name"),
        "names": tr("names"),
        "role": tr("role"),
        "credits": tr("credits"),
        "corner": tr("corner"),
        "size": tr("size"),
        "shape": tr("shape"),
        "opacity": tr("opacity"),
        "motion": tr("motion"),
        "speed": tr("speed"),
        "amount": tr("amount"),
        "focus": tr("focus"),
        "ease": tr("ease"),
        "kind": tr("kind"),
        "fit": tr("fit"),
        "page": tr("page of the file"),
        "blend": tr("transition"),
        "first": tr("first"),
        "second": tr("second"),
        "total": tr("frames in all"),
        "ground": tr("ground colour"),
        "effect": tr("chime"),
        "start": tr("start"),
        "stop": tr("stop"),
        "end": tr("end"),
        "captions": tr("caption"),
        "lettering": tr("lettering"),
        "uses": tr("files that it reads"),
        "channels": tr("channels"),
        "track": tr("track"),
        "loudness": tr("loudness"),
        "gain": tr("gain"),
        "duck": tr("lowering under speech"),
        "pause": tr("pause"),
    },
    alike=("runs",),
    whole=("overlays", "dress", "taken"),
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
        kept: dict[str, object] = {name: action.key for name, action in places(plan).items()}
        if pictures := [_kept(one, plan) for one in _shown(plan)]:
            kept["pictures"] = pictures
        text = json.dumps(kept)
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

    def _reason(self, action: Action, last: object, store: Store, words: Vocabulary) -> str:
        old = store.recipe(last) if isinstance(last, str) else None
        if old is None or last == action.key:
            return tr("not made yet") if old is None else tr("no longer in the cache")
        new = action.described()
        if old.get("kind") != new["kind"]:
            return tr("it was another kind of piece before")
        found = differences(old.get("recipe"), new["recipe"], words=words)
        before = old.get("inputs")
        others = [step.kind for step in action.inputs if not isinstance(before, list) or step.key not in before]
        kinds = listed(told(KINDS.get(kind, kind)) for kind in dict.fromkeys(others))
        return found or tr("changed: {names}", names=kinds)

    def changed(self, plan: ProgrammePlan) -> frozenset[str]:
        """Keys of what stood elsewhere, or was not yet, when the programme was last rendered; empty if it never was."""
        last = self._last(plan)
        now = places(plan)
        return frozenset(one.key for name, one in now.items() if last.get(name) != one.key) if last else frozenset()

    def keys(self, manifest: str) -> frozenset[str]:
        """Of all that the programme of a manifest, named from the workspace, was last made from."""
        last = read_stored(self._file(manifest, draft=False), dict[str, object]) or {}
        return frozenset(key for key in last.values() if isinstance(key, str))

    def moved(self, plan: ProgrammePlan) -> tuple[MovedPicture, ...]:
        """Pictures of scripts that begin elsewhere in their narration than when the programme was last rendered."""
        before = self._last(plan).get("pictures")
        last = {(one[0], one[1], one[2]): one for one in _numbered(before)} if isinstance(before, list) else {}
        found = []
        for one in _numbered([_kept(one, plan) for one in _shown(plan)]):
            old = last.get((one[0], one[1], one[2]))
            if old is not None and old[3] != one[3]:
                causes = [tr("the recording changed")] if old[5] != one[5] else []
                causes += [tr("the script changed")] if old[6] != one[6] else []
                reason = clauses(causes) if causes else tr("its sentence is found elsewhere now")
                found.append(MovedPicture(picture=one[1], before=old[4], now=one[4], reason=reason))
        return tuple(picture for picture in found if picture.visible)

    def _last(self, plan: ProgrammePlan) -> dict[str, object]:
        return read_stored(self._path(plan), dict[str, object]) or {}

    def _path(self, plan: ProgrammePlan) -> Path:
        return self._file(plan.provenance.manifest, draft=plan.draft)

    def _file(self, manifest: str, *, draft: bool) -> Path:
        return self.folder / f"{digest([manifest, draft])[:32]}.json"


def _shown(plan: ProgrammePlan) -> list[ShownPicture]:
    """What moves with the recording: pictures of scripts, and texts that are read out."""
    return [*shown_pictures(plan.episode, plan.timeline), *read_paragraphs(plan.episode, plan.timeline)]


def _kept(one: ShownPicture, plan: ProgrammePlan) -> list[Any]:
    """What is remembered of a picture: segment, name, milliseconds in narration and programme, sound and script."""
    inputs = plan.provenance.inputs
    narration = one.narration
    sound = digest([[inputs.get(take.name, "") for take in narration.takes], narration.pause])[:16]
    script = inputs.get(narration.script.name, "")[:16] if narration.script else ""
    return [one.segment, one.name, round(one.after * 1000), round(one.start * 1000), sound, script]


def _numbered(kept: list[Any]) -> list[list[Any]]:
    """The same with how often the picture was shown before in its segment, at the third place."""
    seen: dict[tuple[Any, Any], int] = {}
    found = []
    for one in kept:
        if isinstance(one, list) and len(one) == 6:
            seen[one[0], one[1]] = seen.get((one[0], one[1]), 0) + 1
            found.append([*one[:2], seen[one[0], one[1]], *one[2:]])
    return found


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
