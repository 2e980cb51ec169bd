"""The data model: studio, series, episode, media, rendition, timeline, programme; frozen values with stated units."""
