"""Pure descriptions of what is drawn and blended; the drawing sits in `media` under the same names."""
