"""Text of scripts and subtitle files, whatever they are encoded in; nobody guesses in silence."""

from pathlib import Path

from pipeline.documents.diagnostics import Findings
from pipeline.documents.encodings import NAMES, decode, decode_as
from pipeline.documents.foreign import HEAD, foreign, is_medium
from pipeline.documents.source import Source, display_name, read_bytes
from pipeline.errors import Diagnostic, Mark, PipelineError, in_words
from pipeline.messages import listed, tr, trn
from pipeline.model.series import MediaUse


def read_text(path: Path, root: Path, found: Findings, encoding: str | None = None) -> Source | None:
    """The text of a file, in the encoding stated or else the one that its bytes show; None, and `found` says why.

    `root` is the folder from which messages name the file.
    """
    file = display_name(path, root)
    start = Mark(file=file, line=1, column=1)
    if is_word(path):
        return _words_of_word(path, file, found)
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


def is_word(path: Path) -> bool:
    """Whether it is called like a Word document that can be a script."""
    return path.suffix.lower() in (".docx", ".docm")


def not_text(media: MediaUse) -> Diagnostic | None:
    """What is said, at its place in the manifest, of a file that is no text at all."""
    try:
        with media.path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return None  # Reading it will say why.
    if found := foreign(head, media.path.suffix):
        message = tr("'{name}' is {what}, not a text file", name=media.name, what=found.what)
        hint = tr("save its words as plain text (.txt or .md) in UTF-8 or as .docx, and name that file")
    elif is_medium(head):
        message = tr("'{name}' is a picture, sound or film, not a text file", name=media.name)
        hint = tr("name the file with the words: .md or .txt for a script, .srt, .vtt or .ass for subtitles")
    else:
        return None
    return Diagnostic(code="not-text", message=message, mark=media.mark, hint=hint)


def _words_of_word(path: Path, file: str, found: Findings) -> Source | None:
    """The text of a Word document as a script; its pictures stay where they are."""
    from pipeline.ingest.manuscripts.manuscript import script_of
    from pipeline.ingest.manuscripts.package import LARGEST, format_of
    from pipeline.ingest.manuscripts.word import read_word

    start = Mark(file=file, line=1, column=1)
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        if format_of(data, path.name) != "docx":
            found.error("unreadable-text", tr("this file is no Word document"), start)
            return None
        manuscript = read_word(data, path.name)
    except OSError as cause:
        found.error("unreadable-file", tr("this file cannot be read: {reason}", reason=in_words(cause)), start)
        return None
    except PipelineError as problem:
        found.error("unreadable-text", problem.message, start, problem.hint)
        return None
    pictures = sum(not isinstance(piece, str) for block in manuscript.blocks for piece in block.pieces)
    if pictures:
        message = trn(
            "the {count} picture of this Word document is not shown",
            "the {count} pictures of this Word document are not shown",
            pictures,
        )
        found.warning("word-pictures", message, start, tr("'voicehall new --from' takes text and pictures over"))
    heading = next((block.text for block in manuscript.blocks if block.level), "")
    text = script_of(manuscript, lambda picture: "", heading or path.stem)
    return Source(path=path, file=file, text=text)
