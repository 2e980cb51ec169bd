"""Verbs by which programmes go out: to targets, kits, bundles and archives."""
