"""Importing: files parsed whole or refused, and how each of their columns was understood."""

from pipeline.reach.importing.explain import Explanation, explain
from pipeline.reach.importing.files import read_file
from pipeline.reach.importing.request import Request, make_request

__all__ = ["Explanation", "Request", "explain", "make_request", "read_file"]
