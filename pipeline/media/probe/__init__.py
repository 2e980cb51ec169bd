"""Probing files: what they contain, how long they are, whether their names fit."""
