"""Verbs that publish programmes: to targets, as kits, bundles and archives."""
