"""Targets: folders here and on servers that files are put into, each whole under its name or not there at all."""

from pipeline.publish.targets.registry import local_folder, open_remote_folder
from pipeline.publish.targets.remote import Content, RemoteError, RemoteFolder, path_of_part

__all__ = ["Content", "RemoteError", "RemoteFolder", "local_folder", "open_remote_folder", "path_of_part"]
