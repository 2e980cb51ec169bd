"""Sound: decoded, levelled, mixed, encoded, listened to."""
