"""Misplaced keys: where a key belongs that was written into the wrong file, or beside the mapping that it is of."""

from collections.abc import Iterator, Mapping

from pipeline.documents.mappings import Document
from pipeline.documents.validation import documents_in, keys_of
from pipeline.messages import Message, tr, verbatim


def _mappings(document: type[Document]) -> Iterator[tuple[str, type[Document]]]:
    """The mappings that a file holds, such as `theme`, with their documents."""
    for key, field in document.model_fields.items():
        yield from ((field.alias or key, one) for one in documents_in(field.annotation))


_OF_ENTRIES = frozenset((
    "use", "card", "narration", "reading", "say", "clip", "image", "slides", "split", "quote", "person", "credits",
    "scene", "question", "pictures", "script", "label", "lower-third", "inset", "for", "from", "to", "at", "focus",
    "hold", "speed", "mute", "channels", "track", "gain", "fade", "chapter",
))  # fmt: skip
"""Keys that a segment has: whoever writes one beside `segments:` thinks of an entry."""


def elsewhere(own: type[Document], files: Mapping[str, type[Document]]) -> dict[str, Message]:
    """Where keys belong that are none of a file's own: into another file, or into the one mapping that has them."""
    places: dict[str, list[Message]] = {}
    for file, document in files.items():
        for mapping, within in _mappings(document):
            where = (
                tr("'{mapping}:'", mapping=mapping)
                if mapping in keys_of(own)
                else tr("'{mapping}:' of {file}", mapping=mapping, file=file)
            )
            for key in keys_of(within):
                if where not in places.setdefault(key, []):
                    places[key].append(where)
    found = {key: where[0] for key, where in places.items() if len(where) == 1 and key not in _OF_ENTRIES}
    if "segments" in keys_of(own):
        found |= dict.fromkeys(_OF_ENTRIES, tr("an entry of 'segments:'"))
    for file, document in files.items():
        found |= dict.fromkeys(keys_of(document), verbatim(file))
    return {key: where for key, where in found.items() if key not in keys_of(own)}
