import pickle

import pytest

from pipeline.errors import PipelineError
from pipeline.extras import MissingExtra, needing
from pipeline.messages import tr, verbatim

TARGET = tr("target '{name}'", name="school")


def test_a_missing_extra_is_one_line_that_says_what_to_type():
    with pytest.raises(PipelineError) as caught, needing("remote", TARGET):
        import voicehall_is_nowhere  # type: ignore[import-not-found]  # noqa: F401

    assert str(caught.value) == (
        "target 'school' needs the extra 'remote', which is not installed: pip install 'voicehall[remote]'"
    )
    assert caught.value.hint == "pip install 'voicehall[remote]'"


def test_a_wrong_import_of_our_own_is_a_bug():
    with (
        pytest.raises(ModuleNotFoundError, match=r"pipeline\.nowhere"),
        needing("remote", TARGET),
    ):
        import pipeline.nowhere  # type: ignore[import-not-found]  # noqa: F401


def test_other_errors_pass():
    with pytest.raises(PipelineError, match="no server"), needing("remote", TARGET):
        raise PipelineError(verbatim("no server"))


def test_it_comes_back_from_another_process():
    error = MissingExtra("voices", verbatim("this"))

    assert str(pickle.loads(pickle.dumps(error))) == str(error)
