"""What is written about manifests: the JSON Schema and the reference."""
