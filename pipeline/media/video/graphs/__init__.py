"""FFmpeg's filter graphs: what is read, how it is brought to the rendition's picture, blended and laid over."""
