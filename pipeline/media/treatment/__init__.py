"""Treating: recordings of voices measured, and made to sound as if they came from a studio."""
