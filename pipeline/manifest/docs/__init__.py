"""Documentation of manifests, made from their models: the JSON Schema and the reference."""
