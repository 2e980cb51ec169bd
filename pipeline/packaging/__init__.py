"""The finished, numbered programme: its names, tags, chapters, subtitles and record."""
