"""The valid workspace of these tests, in a folder whose name has blanks and Chinese in it."""

from pathlib import Path

import pytest

from tests.manifest.workspaces import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path.resolve() / "我的 工作室")
