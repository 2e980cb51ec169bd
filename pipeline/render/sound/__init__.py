"""Sound: takes, their levels, the mix and its encodings, lowered and performed."""
