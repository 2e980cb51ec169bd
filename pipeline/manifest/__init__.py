"""From the YAML files of a workspace to the model; every mistake in them is a diagnostic at its place."""

from pipeline.manifest.docs.json_schema import json_schema
from pipeline.manifest.docs.reference import docs_reference
from pipeline.manifest.edit.edit import edit_manifest, title_in
from pipeline.manifest.edit.templates import (
    begun_series,
    finished_episode,
    finished_series,
    new_episode,
    new_series,
    new_workspace,
    next_number,
    schema_text,
    slug,
)
from pipeline.manifest.edit.writing import exact
from pipeline.manifest.index import IndexedSeries, read_index
from pipeline.manifest.media_paths import name_problem
from pipeline.manifest.read import FailedManifest, WorkspaceContents, read, read_studio
from pipeline.manifest.release import release_of
from pipeline.manifest.studio import StudioFile, read_series, read_studio_file
from pipeline.manifest.workspace import (
    EPISODES,
    NUMBER_RANGES,
    SERIES_FILE,
    STUDIO_FILE,
    Selection,
    SeriesSelection,
    find_workspace,
    guids_in,
    number_in,
    numbers_in,
    select,
)

__all__ = [
    "EPISODES",
    "NUMBER_RANGES",
    "SERIES_FILE",
    "STUDIO_FILE",
    "FailedManifest",
    "IndexedSeries",
    "Selection",
    "SeriesSelection",
    "StudioFile",
    "WorkspaceContents",
    "begun_series",
    "docs_reference",
    "edit_manifest",
    "exact",
    "find_workspace",
    "finished_episode",
    "finished_series",
    "guids_in",
    "json_schema",
    "name_problem",
    "new_episode",
    "new_series",
    "new_workspace",
    "next_number",
    "number_in",
    "numbers_in",
    "read",
    "read_index",
    "read_series",
    "read_studio",
    "read_studio_file",
    "release_of",
    "schema_text",
    "select",
    "slug",
    "title_in",
]
