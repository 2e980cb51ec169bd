"""Documents: YAML text read with the place of every value and validated; every mistake is a diagnostic there."""
