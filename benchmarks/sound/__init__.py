"""Voices: aligned with their texts, and treated."""
