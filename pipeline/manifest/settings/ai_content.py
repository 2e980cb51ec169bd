"""What manifests say of content made by artificial intelligence."""

from dataclasses import replace

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.manifest.schema.settings import AiContentDocument
from pipeline.messages import tr
from pipeline.model.ai_content import AiUse, names_both


def merge_ai(inherited: AiUse, document: AiContentDocument, place: Place, found: Findings) -> AiUse:
    """What is said is changed, all else is inherited."""
    if document.label and not names_both(document.label):
        message = tr("the label '{label}' does not say that AI made the content", label=shown(document.label))
        hint = tr(
            "GB 45438-2025 asks for both: '人工智能' or 'AI', and '生成' or '合成'; write '{example}'", example="AI生成"
        )
        found.error("bad-ai-label", message, place["label"].mark, hint)
    if document.made is False:
        for key in sorted(document.written - {"made"}):
            message = tr("with 'made: no' nothing is labelled: '{key}' does nothing here", key=key)
            found.warning("no-effect", message, place.key_mark(key), tr("leave out one of the two"))
    return replace(
        inherited,
        made=inherited.made if document.made is None else document.made,
        label=document.label or inherited.label,
        producer=document.producer or inherited.producer,
        mark=place.mark,
    )
