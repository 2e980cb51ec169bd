"""The verb that takes finished programmes in."""
