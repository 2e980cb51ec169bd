"""The storyboard: an episode to be looked at before anything is encoded."""
