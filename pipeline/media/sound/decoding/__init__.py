"""Decoding: files of any kind as samples."""
