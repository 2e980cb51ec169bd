"""Verbs that plan and make programmes."""
