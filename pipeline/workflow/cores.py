"""How many processor cores this process may use."""

import os


def cores() -> int:
    """At least 1; what a container or `taskset` allows, not what the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
