"""Text of scripts and subtitle files, whatever they are encoded in; nobody guesses in silence."""

from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.encodings import NAMES, decode, decode_as
from pipeline.documents.source import Source, display_name, read_bytes
from pipeline.errors import Mark
from pipeline.messages import listed, tr


def read_text(path: Path, root: Path, found: Findings, encoding: str | None = None) -> Source | None:
    """The text of a file, in the encoding stated or else the one that its bytes show; None, and `found` says why.

    `root` is the folder from which messages name the file.
    """
    file = display_name(path, root)
    start = Mark(file=file, line=1, column=1)
    data = read_bytes(path, file, found)
    if data is None:
        return None
    if encoding:
        text, wrong = decode_as(data, encoding)
        source = Source(path=path, file=file, text=text)
        if wrong is not None:
            likely = decode(data)
            name = NAMES.get(likely.encoding) or likely.encoding
            hint = (
                tr("it looks like {encoding}", encoding=name) if name else tr("leave 'encoding:' out to have it found")
            )
            message = tr("this is not {encoding} text", encoding=NAMES.get(encoding, encoding))
            found.error("unreadable-text", message, source.mark_at(len(text)), hint)
            return None
        return source
    decoded = decode(data)
    if not decoded.encoding or "\0" in decoded.text:
        if decoded.candidates:
            message = tr("nobody can tell which encoding this file is in: {names}", names=listed(decoded.candidates))
            hint = tr(
                "save it as UTF-8, or write 'encoding: {example}' beside it in the manifest",
                example=decoded.candidates[0],
            )
            found.error("doubtful-encoding", message, start, hint)
        else:
            message = tr("this file is not text in an encoding that can be recognised")
            hint = tr("is it the right file? Save it as plain text in UTF-8")
            found.error("unreadable-text", message, start, hint)
        return None
    source = Source(path=path, file=file, text=decoded.text)
    if decoded.guessed:
        message = tr("this file is not UTF-8; it is read as {encoding}", encoding=NAMES[decoded.encoding])
        hint = tr("save it as UTF-8; if its captions are wrong, write 'encoding: ...' beside it in the manifest")
        found.warning("guessed-encoding", message, source.mark(0, 0), hint)
    return source
