"""Lowering a timeline to actions, and what carries each kind of action out."""
