"""Publishing: where programmes go, when, and what a podcast says of itself."""
