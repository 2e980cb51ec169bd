"""The series board."""
