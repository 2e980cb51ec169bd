"""Bundles: a selection of programmes for a partner or a listener without network, on a stick or in a zip."""

from pipeline.publish.bundle.pages import CONTENTS, INDEX, SHEET, bundle_texts
from pipeline.publish.bundle.playlist import Bundle, Part, part_of

__all__ = ["CONTENTS", "INDEX", "SHEET", "Bundle", "Part", "bundle_texts", "part_of"]
