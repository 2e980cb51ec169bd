"""The report: figures by episode, series, platform and month, added only where they may be, with their notes."""
