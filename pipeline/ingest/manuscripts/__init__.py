"""Manuscripts: texts with pictures from Word, PowerPoint, PDF and plain files, as values made of bytes."""
