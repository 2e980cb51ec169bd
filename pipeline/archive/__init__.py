"""Archives: programmes sealed with all that went into them, written whole and read with suspicion."""
