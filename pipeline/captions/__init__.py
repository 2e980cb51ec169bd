"""Captions: spoken text cut into phrases, found in the sound, and made into cues by rules. Plain values; no files."""
