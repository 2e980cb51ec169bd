"""Placeholders: warnings for words in braces that are no fields, which mostly are typing mistakes."""

from dataclasses import replace

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.errors import did_you_mean
from pipeline.messages import tr
from pipeline.model.fields import FIELDS, unknown_fields


def check_fields(place: Place, found: Findings) -> None:
    """Warn of every `{word}` in the text at `place` that is no field; it stays as it is, which may be intended."""
    for name in unknown_fields(str(place.data)):
        mark = place.mark
        at = mark.text.find(f"{{{name}", mark.column - 1)
        found.warning(
            "unknown-field",
            tr("there is no field '{field}'; it is kept as it is", field=f"{{{shown(name)}}}"),
            mark if at < 0 else replace(mark, column=at + 1),
            did_you_mean(shown(name), FIELDS),
        )
