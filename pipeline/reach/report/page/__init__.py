"""The page of a report: its first sheet for the office, then every series, then the appendix."""
