"""Moving pictures: encoded, held, joined."""
