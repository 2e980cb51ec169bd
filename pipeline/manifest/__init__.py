"""From the YAML files of a workspace to the model; every mistake in them is a diagnostic at its place."""

from pipeline.manifest.reading import FailedManifest, Reading, read, read_studio
from pipeline.manifest.workspace import Selection, SeriesSelection, find_workspace, select

__all__ = [
    "FailedManifest",
    "Reading",
    "Selection",
    "SeriesSelection",
    "find_workspace",
    "read",
    "read_studio",
    "select",
]
