"""Containers: what the structure of a media file says: its clock, its length, its edits, what is joined in it."""
