"""A generic build: actions named by what they are made from, a store, a schedule, runners. Knows nothing of media."""

from pipeline.build.action import Action, Perform
from pipeline.build.files import File, files_in
from pipeline.build.opening import STORE, open_store
from pipeline.build.runners import LocalRunner, Runner, SerialRunner, Work
from pipeline.build.schedule import Job, Outcome, run_jobs
from pipeline.build.store import Store, make

__all__ = [
    "STORE",
    "Action",
    "File",
    "Job",
    "LocalRunner",
    "Outcome",
    "Perform",
    "Runner",
    "SerialRunner",
    "Store",
    "Work",
    "files_in",
    "make",
    "open_store",
    "run_jobs",
]
