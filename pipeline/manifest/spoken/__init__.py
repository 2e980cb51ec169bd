"""What is said in an episode: scripts and subtitle files."""
