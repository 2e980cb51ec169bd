"""Placeholders: fields in texts and names that there are none of, which mostly are slips of the pen."""

from dataclasses import replace

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.errors import did_you_mean
from pipeline.model.fields import FIELDS, unknown_fields


def check_fields(place: Place, found: Findings) -> None:
    """Warn of every `{word}` in the text at `place` that is no field; it stays as it is, and may be meant so."""
    for name in unknown_fields(str(place.data)):
        mark = place.mark
        at = mark.text.find(f"{{{name}", mark.column - 1)
        found.warning(
            "unknown-field",
            f"there is no field '{{{shown(name)}}}': it stays as it is written",
            mark if at < 0 else replace(mark, column=at + 1),
            did_you_mean(shown(name), FIELDS),
        )
