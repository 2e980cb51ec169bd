"""Charts: what is drawn of a report, as plain values, for pages and for pictures alike."""
