"""Failures: what went wrong while a programme was made, told at the place in its manifest that it comes from."""

from collections.abc import Mapping

from pipeline.build import Action
from pipeline.build.action import with_inputs
from pipeline.errors import Diagnostic, Mark, PipelineError
from pipeline.media.scenes.problems import SceneError
from pipeline.packaging.plan import ProgrammePlan
from pipeline.render.sound.mix import LevelStep
from pipeline.render.sound.takes import TakesStep
from pipeline.timeline import media_uses


def failure(plan: ProgrammePlan, error: PipelineError, failed: Mapping[str, PipelineError]) -> Diagnostic:
    """The error as a diagnostic; `failed` holds the errors of all actions that failed, by key."""
    causes = (action for action in with_inputs(plan.actions) if failed.get(action.key) is error)
    cause = next(causes, None)
    mark = plan.episode.mark if cause is None else _mark(cause, plan)
    if isinstance(error, SceneError):
        return Diagnostic(code="scene-failed", message=error.message, mark=error.place or mark, hint=error.hint)
    return Diagnostic(code="render-failed", message=error.message, mark=mark, hint=error.hint)


def _mark(action: Action, plan: ProgrammePlan) -> Mark:
    """Where the manifest asks for what the action makes; the manifest itself where that is no single place."""
    for file in plan.files:
        for piece in file.lowered.pieces:
            if action == piece.action or action in piece.action.inputs:
                return plan.episode.segments[file.lowered.timeline.spans[piece.span].segment].mark
    if isinstance(action.recipe, LevelStep | TakesStep):
        spoken = {medium.path for medium in action.recipe.take.media}
        marks = (use.mark for use in media_uses(plan.episode) if use.path in spoken)
        return next(marks, plan.episode.mark)
    return plan.episode.mark
