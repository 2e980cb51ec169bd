"""Typesetting: titles by their sense, lines by Chinese rules, marks and letters well apart, drawn as measured."""
