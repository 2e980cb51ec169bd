"""Changing manifests: a value in its place, several files all or none, new ones after a pattern."""
