"""A generic build: actions named by what they are made from, a store, a schedule, runners. Knows nothing of media."""

from pipeline.build.action import Action, Perform
from pipeline.build.runners import LocalRunner, Runner, SerialRunner
from pipeline.build.schedule import Job, Outcome, Watch, run_jobs
from pipeline.build.store import Store, make

__all__ = [
    "Action",
    "Job",
    "LocalRunner",
    "Outcome",
    "Perform",
    "Runner",
    "SerialRunner",
    "Store",
    "Watch",
    "make",
    "run_jobs",
]
