"""Reach: the figures of platforms, kept as they were reported, matched to episodes and added where they may be."""
