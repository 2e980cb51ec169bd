"""What all tests may use: the workspaces of the end-to-end tests."""

import signal

from hypothesis import settings

from tests.e2e.conftest import bare, rendered, shortest, workspace

__all__ = ["bare", "rendered", "shortest", "workspace"]

# How long an example takes says more of what else the machine does than of us.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# A shell starts what runs in the background deaf to Ctrl-C, and its children with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
