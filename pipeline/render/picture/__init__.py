"""Pictures: the spans of a timeline lowered and performed, one file for each kind."""
