import pytest

from pipeline.messages import tr
from pipeline.workflow.rendering.moved import MovedPicture


@pytest.mark.parametrize(
    ("before", "now", "visible"), [(16_220, 16_240, False), (16_240, 16_260, True), (1000, 1100, True), (0, 40, False)]
)
def test_only_what_moved_by_what_is_told_counts(before: int, now: int, visible: bool):
    moved = MovedPicture(picture="a.jpg", before=before, now=now, reason=tr("the recording changed"))

    assert moved.visible == visible
    assert visible == (moved.describe() != MovedPicture(
        picture="a.jpg", before=before, now=before, reason=tr("the recording changed")
    ).describe())  # fmt: skip
