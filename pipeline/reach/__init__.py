"""Reach: what platforms report of each work, kept as it was reported, matched to episodes and stated honestly."""
