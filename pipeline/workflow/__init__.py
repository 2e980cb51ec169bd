"""The verbs of the command line, one file per occasion; each takes plain values and returns a report."""
