"""`python -m pipeline.manifest` writes what is made from the models: docs/manifest.md and manifest.schema.json."""

from pathlib import Path

from pipeline.manifest import docs_reference, schema_text

Path("docs/manifest.md").write_text(docs_reference(), encoding="utf-8")
Path("manifest.schema.json").write_text(schema_text(), encoding="utf-8")
