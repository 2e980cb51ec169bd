"""Bundles: a selection of programmes for a partner, or for listeners without a network, on a stick or in a zip."""

from pipeline.publish.bundle.pages import CONTENTS, INDEX, INFO_FILE, bundle_texts
from pipeline.publish.bundle.playlist import Bundle, BundleEntry, bundle_entry

__all__ = ["CONTENTS", "INDEX", "INFO_FILE", "Bundle", "BundleEntry", "bundle_entry", "bundle_texts"]
