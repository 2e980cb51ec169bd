"""Changing manifests: one value in its place, several files at once, new files from templates."""
