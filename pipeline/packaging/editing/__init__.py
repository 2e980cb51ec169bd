"""Edit lists: an episode as editing programs know it, clips of files on tracks."""
