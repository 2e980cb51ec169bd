"""Scenes: scripts that make pictures and sound with MoviePy, each run in a process of its own."""
