"""Which form of report a file's name asks for."""

from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.workflow.reach.report import form_of


@pytest.mark.parametrize(
    ("name", "form"), [("r.HTML", "html"), ("r.xlsx", "xlsx"), ("r.txt", "table"), ("report", "table")]
)
def test_a_name_asks_for_a_form(name: str, form: str):
    assert form_of(Path(name)) == form


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("三月.pdf", "write a page, '三月.html', open it in a browser and print it as PDF"),
        ("r.xls", "did you mean '.xlsx'?"),
        ("r.docx", "known: .csv"),
    ],
)
def test_a_form_that_there_is_none_of_is_refused(name: str, hint: str):
    with pytest.raises(PipelineError, match="no report can be written as") as caught:
        form_of(Path(name))

    assert hint in str(caught.value)
