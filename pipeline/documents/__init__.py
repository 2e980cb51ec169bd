"""Documents: YAML text read with the place of every value, validated, and complained of at those places."""
