"""voicehall: from one short manifest per episode to numbered, published, counted programmes."""
