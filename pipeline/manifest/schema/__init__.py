"""What manifests may say: every key, its value, and how it is written."""
