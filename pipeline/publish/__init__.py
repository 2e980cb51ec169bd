"""Publish: finished programmes go out to targets, whole or not at all, once, and a ledger knows which stand where."""
