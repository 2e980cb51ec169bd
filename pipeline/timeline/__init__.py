"""Planning: an episode and what is known of its media become a timeline of spans, a mix, chapters and cues."""

from pipeline.timeline.plan import PlannedTimeline, media_uses, plan_timeline

__all__ = ["PlannedTimeline", "media_uses", "plan_timeline"]
