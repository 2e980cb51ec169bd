"""Verbs by which figures come in and are reported."""
