"""Planning verbs: an episode and what its media hold become a timeline of spans, a mix, chapters and cues."""

from pipeline.timeline.plan import Planned, media_uses, plan_timeline

__all__ = ["Planned", "media_uses", "plan_timeline"]
