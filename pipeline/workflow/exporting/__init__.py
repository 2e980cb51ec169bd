"""Handing over to editing programs: an episode's cut as a folder that they open."""
