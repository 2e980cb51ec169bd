"""Readings: running text set in columns, divided into pages, drawn with one sentence marked."""
