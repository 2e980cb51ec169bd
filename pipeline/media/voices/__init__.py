"""Voices: programs that make speech of text, one file for each, and the sound that they leave."""
