"""`scene:` moving pictures that a script makes with MoviePy."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.documents.scalars import Maybe, OneOrMany
from pipeline.documents.source import read_source
from pipeline.documents.values import Length
from pipeline.errors import did_you_mean
from pipeline.manifest.kinds.base import Common, Kind, Scope
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.scenes import our_scenes, signature_in, values_for
from pipeline.manifest.schema.keys import EntryDocument
from pipeline.manifest.schema.settings import ThemeDocument
from pipeline.manifest.schema.values import AnyMapping, FileName, Gain
from pipeline.messages import listed, tr
from pipeline.model.scene import Frozen, SceneMapping, SceneValue
from pipeline.model.segments import SceneSegment
from pipeline.model.series import MediaUse

LENGTH = Fraction(5)
"""Seconds that a scene lasts by default."""
LONGEST = Fraction(600)
"""Seconds that it may last: it is made in one go."""
PATIENCE, A_SECOND = Fraction(60), 20
"""Seconds that a script may take, and further ones for each second of its scene."""


class SceneDocument(EntryDocument):
    """Moving pictures that a script makes with MoviePy; see docs/scenes.md."""

    scene: FileName = Field(
        description="A script of the workspace (.py), which only runs with 'scenes: trusted' in studio.yaml, or the"
        " name of one of ours: title-rise, counter, years, map-route.",
        examples=["title-rise", "scenes/opening.py"],
    )
    length: Maybe[Length] = Field(None, alias="for", description="How long it lasts; default 5s.")
    values: Maybe[AnyMapping] = Field(
        None, alias="with",
        description="What the script is called with, by name; texts may hold fields such as {title}.",
        examples=['{title: "{title}"}'],
    )  # fmt: skip
    uses: Annotated[tuple[FileName, ...], OneOrMany()] = Field(
        (), description="Files that the script reads, which it opens by these names.", examples=["[photos/map.jpg]"]
    )
    gain: Maybe[Gain] = Field(
        None, description="Change of its sound level; by default as the script has it, and never louder than speech."
    )
    theme: Maybe[ThemeDocument] = Field(None, description="How it looks, if the script asks for the theme.")
    time_limit: Maybe[Length] = Field(
        None, alias="time-limit",
        description="How long the script may take; default a minute, and 20 seconds for each second of the scene.",
    )  # fmt: skip


def _resolve(document: SceneDocument, place: Place, scope: Scope, common: Common) -> SceneSegment | None:
    found = scope.found
    theme = scope.theme(place, document)
    length = document.length or LENGTH
    if length > LONGEST:
        message = tr("a scene lasts at most {most} seconds", most=int(LONGEST))
        found.error("too-long", message, place["for"].mark, tr("make several of it"))
    uses = [scope.paths.find(there, found) for there in place["uses"]] if "uses" in place else []
    script, ours = _script(document.scene, place["scene"], scope)
    # Its marks count from the workspace, as those of all files do.
    source = read_source(script.path, scope.paths.root, found) if script else None
    takes = signature_in(source, found) if source else None
    if script is None or takes is None:
        return None
    given = place["with"] if document.values else None
    name = script.name if ours else script.path.name
    values = values_for(takes, given, place["scene"].mark, name, found)
    if given is not None:
        _check_texts(given, found)
    return SceneSegment(
        **common,
        scene=script,
        ours=ours,
        values=tuple(_filled(one, scope) for one in values),
        uses=tuple(use for use in uses if use is not None),
        length=length,
        gain=document.gain or Decimal(0),
        workspace=scope.paths.root,
        limit=document.time_limit or PATIENCE + A_SECOND * length,
        themed=takes.themed,
        theme=theme,
    )


def _script(name: str, place: Place, scope: Scope) -> tuple[MediaUse | None, bool]:
    """The script, and whether it is one of ours; None when it cannot be used, and the findings say why."""
    ours = our_scenes()
    if name in ours:
        return MediaUse(path=ours[name], name=name, mark=place.mark), True
    if "/" not in name and not name.endswith(".py"):
        hint = did_you_mean(shown(name), ours)
        scope.found.error("unknown-scene", tr("there is no scene '{name}'", name=shown(name)), place.mark, hint)
        return None, False
    script = scope.paths.find(place, scope.found)
    if script and not name.endswith(".py"):
        message = tr("'{file}' is no script: its name does not end with .py", file=shown(name))
        scope.found.error("wrong-kind", message, place.mark)
        return None, False
    if script and not scope.trusted:
        scope.found.error(
            "untrusted-scene",
            tr("'{file}' is a program, and the programs of a workspace are not run unasked", file=shown(name)),
            place.mark,
            tr(
                "if you know who wrote it, write 'scenes: trusted' in studio.yaml: it may do what you may do."
                " Those of ours always run: {names}",
                names=listed(ours),
            ),
        )
        return None, False
    return script, False


def _check_texts(place: Place, found: Findings) -> None:
    """Warn of words in braces that are no fields, wherever they stand in the values."""
    if isinstance(place.data, dict):
        for name in place.data:
            _check_texts(place[name], found)
    elif isinstance(place.data, list):
        for there in place:
            _check_texts(there, found)
    elif place.data is not None:
        check_fields(place, found)


def _filled(one: SceneValue, scope: Scope) -> SceneValue:
    """The value with the fields in its texts replaced."""

    def fill(value: Frozen) -> Frozen:
        if isinstance(value, SceneMapping):
            return SceneMapping(values=tuple(_filled(item, scope) for item in value.values))
        if isinstance(value, tuple):
            return tuple(fill(item) for item in value)
        return scope.fill(value) if isinstance(value, str) else value

    return SceneValue(role=one.role, value=fill(one.value))


SCENE = Kind(key="scene", document=SceneDocument, resolve=_resolve)
