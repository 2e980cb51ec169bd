"""The nouns: studio, series, episode, media, rendition, timeline, programme; frozen values that know their units."""
