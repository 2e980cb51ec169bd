"""Lowering a timeline to actions, and performing each kind of action."""
