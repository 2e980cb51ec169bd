"""The scenes that come with voicehall: one short script each, to be used by its name, or copied as a beginning."""
