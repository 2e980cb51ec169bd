"""Cards of every kind: one ground, one scale of type, one file for each."""
