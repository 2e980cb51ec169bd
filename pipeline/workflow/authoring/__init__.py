"""Verbs that write manifests, and the one that finds every mistake in them."""
