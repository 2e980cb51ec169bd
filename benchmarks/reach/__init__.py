"""Reach: figures imported and reported, logs counted."""
