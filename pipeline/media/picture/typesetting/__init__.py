"""Typesetting: titles by their sense, lines by Chinese rules, marks and letters at the right distance, drawn as measured."""
