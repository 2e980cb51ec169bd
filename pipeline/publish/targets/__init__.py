"""Targets: the places that files are put to, each whole under its name or not there at all."""

from pipeline.publish.targets.registry import open_remote_folder
from pipeline.publish.targets.remote import Content, RemoteError, RemoteFolder, is_part, path_of_part

__all__ = ["Content", "RemoteError", "RemoteFolder", "is_part", "open_remote_folder", "path_of_part"]
