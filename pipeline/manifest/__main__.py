"""`python -m pipeline.manifest` writes the reference in every language, docs/manifest.md, and manifest.schema.json."""

from pathlib import Path

from pipeline.manifest import docs_reference, schema_text
from pipeline.manifest.docs.reference import REFERENCES

for language, name in REFERENCES.items():
    page = Path(name)
    page.parent.mkdir(exist_ok=True)
    page.write_text(docs_reference(language), encoding="utf-8")
Path("manifest.schema.json").write_text(schema_text(), encoding="utf-8")
