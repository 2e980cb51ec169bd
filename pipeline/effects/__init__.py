"""Descriptions of what is drawn and blended, as plain values; the drawing is in `media` under the same names."""
