"""What all tests may use: the workspaces of the end-to-end tests."""

from hypothesis import settings

from tests.e2e.conftest import bare, rendered, shortest, workspace

__all__ = ["bare", "rendered", "shortest", "workspace"]

# How long an example takes says more of what else the machine does than of us.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
