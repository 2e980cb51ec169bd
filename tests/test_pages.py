"""Templates beside the code that fills them."""

import pytest
from jinja2 import UndefinedError

from pipeline.pages import pages


def test_templates_are_compiled_once():
    assert pages("pipeline.packaging") is pages("pipeline.packaging")


def test_values_are_escaped_and_may_not_be_missing():
    environment = pages("pipeline.packaging")

    assert environment.from_string("{{ title }}").render(title="<b>") == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        environment.from_string("{{ title }}").render()
