"""Scenes: frames, and perhaps sound, that a script makes for a given time."""

from pathlib import PurePosixPath

from pipeline.model.scene import Scene, SceneFile, SceneScript, SceneSound
from pipeline.model.segments import SceneSegment
from pipeline.model.timeline import Take
from pipeline.timebase import seconds_to_samples
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.shots import SceneShot


def lay_scene(segment: SceneSegment, context: LayoutContext) -> SegmentLayout:
    frames = context.frames(segment.length)
    scene = _scene(segment, context)
    samples = seconds_to_samples(frames / context.rate)
    sounds: tuple[SoundLayout, ...] = ()
    if not segment.ours:
        # Whether a script makes any sound is known when it runs; ours make none.
        sound = SceneSound(scene=scene, samples=samples, ceiling=context.loudness)
        sounds = (SoundLayout(take=Take(tone=sound, samples=samples), gain=segment.gain, label=scene.label),)
    shot = SceneShot(scene=scene, frames=frames)
    return SegmentLayout(frames=frames, shots=(ShotLayout(start=0, shot=shot),), sounds=sounds)


def _scene(segment: SceneSegment, context: LayoutContext) -> Scene:
    words = "".join(one.text for one in segment.texts)
    return Scene(
        script=SceneScript(content=context.content_of(segment.scene), path=segment.scene.path, name=_shown(segment)),
        values=segment.values,
        uses=tuple(SceneFile(content=context.content_of(use), name=use.name, path=use.path) for use in segment.uses),
        look=context.look(segment.theme, words) if segment.themed else None,
        workspace=segment.workspace,
        limit=segment.limit,
        label=segment.scene.name if segment.ours else PurePosixPath(segment.scene.name).stem,
        mark=segment.mark,
    )


def _shown(segment: SceneSegment) -> str:
    """The script as messages call it: ours by its name, others from the workspace."""
    path, root = segment.scene.path, segment.workspace
    inside = not segment.ours and path.is_relative_to(root)
    return path.relative_to(root).as_posix() if inside else segment.scene.name
