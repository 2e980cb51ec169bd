"""What all tests may use: the workspaces of the end-to-end tests."""

from tests.e2e.conftest import bare, workspace

__all__ = ["bare", "workspace"]
