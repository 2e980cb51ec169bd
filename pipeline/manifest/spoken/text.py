"""Text of scripts and subtitle files, whatever they are encoded in; nobody guesses in silence."""

from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.encodings import NAMES, decode, decode_as
from pipeline.documents.foreign import HEAD, foreign, is_medium
from pipeline.documents.source import Source, display_name, read_bytes
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import listed, tr
from pipeline.model.series import MediaUse


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


def not_text(media: MediaUse) -> Diagnostic | None:
    """What is said, at its place in the manifest, of a file that is no text at all."""
    try:
        with media.path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return None  # Reading it will say why.
    if found := foreign(head, media.path.suffix):
        message = tr("'{name}' is {what}, not a text file", name=media.name, what=found.what)
        hint = tr("save its words as plain text (.txt or .md) in UTF-8, and name that file")
    elif is_medium(head):
        message = tr("'{name}' is a picture, sound or film, not a text file", name=media.name)
        hint = tr("name the file with the words: .md or .txt for a script, .srt, .vtt or .ass for subtitles")
    else:
        return None
    return Diagnostic(code="not-text", message=message, mark=media.mark, hint=hint)
