"""Commands: a file for each room; each command parses, calls one workflow function and hands its report back."""
