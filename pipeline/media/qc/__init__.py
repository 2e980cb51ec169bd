"""Measuring finished files: what can be seen, heard and read in them."""
