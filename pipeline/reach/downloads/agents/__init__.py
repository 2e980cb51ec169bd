"""Who fetches: people with players, or robots, libraries and watches."""
