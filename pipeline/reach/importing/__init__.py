"""ParsedFile: files as readings, whole or refused, and how each of their columns was understood."""

from pipeline.reach.importing.explain import Explanation, explain
from pipeline.reach.importing.files import Request, read_file, request

__all__ = ["Explanation", "Request", "explain", "read_file", "request"]
