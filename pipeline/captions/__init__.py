"""Captions: what is said, cut into phrases, found in the sound, and set as cues by rules. Plain values; no files."""
