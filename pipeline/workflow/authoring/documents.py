"""Documents: the manuscript in a file of whatever kind, its pages as pictures, and Markdown with the files it shows."""

import base64
import binascii
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never
from urllib.parse import unquote

from pipeline.documents.diagnostics import Findings
from pipeline.documents.encodings import NAMES, decode
from pipeline.documents.source import SIZE_LIMIT, Source
from pipeline.errors import MediaError, PipelineError, in_words
from pipeline.ingest.manuscripts.manuscript import (
    FIRST_LINE,
    Manuscript,
    Page,
    Picture,
    near,
    script_of,
    seems_title,
)
from pipeline.ingest.manuscripts.package import LARGEST, format_of
from pipeline.ingest.manuscripts.parts import SHOWN, suffix_of
from pipeline.ingest.manuscripts.portable import pages_read
from pipeline.ingest.manuscripts.slides import read_slides, slide_numbers
from pipeline.ingest.manuscripts.word import read_word
from pipeline.manifest.spoken.illustrations import FILMS, illustrations
from pipeline.manifest.spoken.scripts import read_script
from pipeline.messages import Message, tr, trn
from pipeline.wording import round_size

_SIZED = re.compile(r"(!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\))\{(?:\s*(?:width|height)=[^\s}]+|\s*[.#][\w-]+)+\s*\}")
"""A picture as pandoc writes it, with keys that only pages know."""
PAGES = 1_000
"""Pages of a PDF."""
PAGES_FILE = "pages.pdf"
"""The name of a PDF beside the script that shows its pages."""


@dataclass(slots=True)
class Draft:
    """A script and the files beside it, before they are written."""

    title: str
    titled_by: Message | None
    script: str = ""
    suffix: str = ".md"
    files: dict[str, bytes | Path] = field(default_factory=dict)
    """By their names beside the script: bytes, or the file that is copied."""
    left: list[Message] = field(default_factory=list)


def read_document(path: Path, *, root: Path, scratch: Path) -> Draft:
    """The draft of an episode from a document. `scratch` is a folder for files that are needed until it is written.

    Raises PipelineError for a document that cannot be read.
    """
    data = _bytes(path)
    match format_of(data, path.name):
        case "docx":
            return _drafted(read_word(data, path.name), path)
        case "pptx":
            return _slides(data, path, scratch)
        case "pdf":
            return _drafted(_pages(path), path, pages=path)
        case "text":
            return _text(data, path, root)
        case _ as never:
            assert_never(never)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise PipelineError(tr("'{file}' is a folder", file=path), hint=tr("name the document in it"))
        if path.stat().st_size > LARGEST:
            message = tr("'{file}' is larger than {size}", file=path.name, size=round_size(LARGEST))
            raise PipelineError(message, hint=tr("make its pictures smaller"))
        return path.read_bytes()
    except FileNotFoundError as cause:
        raise PipelineError(tr("there is no file '{file}'", file=path)) from cause
    except OSError as cause:
        raise PipelineError(tr("'{file}' cannot be read: {reason}", file=path, reason=in_words(cause))) from cause


def _pages(path: Path) -> Manuscript:
    from pipeline.media.picture.pdf import page_texts

    try:
        texts, count = page_texts(path, PAGES)
    except MediaError as cause:
        raise PipelineError(cause.message, hint=cause.hint) from cause
    if count > PAGES:
        raise PipelineError(
            tr("'{file}' has {count} pages, more than {limit}", file=path.name, count=count, limit=PAGES),
            hint=tr("save the pages of this lesson as a PDF of their own"),
        )
    return pages_read(texts)


def _drafted(manuscript: Manuscript, path: Path, pages: Path | None = None) -> Draft:
    """The draft of a manuscript; a picture that is shown twice is one file, and `pages` is the PDF of its pages."""
    draft = Draft(title=manuscript.title, titled_by=manuscript.titled_by, left=list(manuscript.left))
    if not manuscript.blocks or not (manuscript.words or any(block.text for block in manuscript.blocks)):
        if not any(block.pieces for block in manuscript.blocks):
            raise PipelineError(tr("there is no text in '{file}'", file=path.name), hint=tr("is it the right file?"))
        draft.left.append(tr("there is no text in '{file}': write what is spoken into the script", file=path.name))
    names: dict[str, str] = {}

    def file_of(one: Picture | Page) -> str:
        if isinstance(one, Page):
            assert pages is not None
            draft.files[PAGES_FILE] = pages
            return PAGES_FILE
        if one.content not in names:
            names[one.content] = f"{len(names) + 1:02d}{one.suffix}"
            draft.files[names[one.content]] = one.data
        return names[one.content]

    draft.script = script_of(manuscript, file_of, manuscript.title or path.stem)
    if len(draft.script.encode()) > SIZE_LIMIT:
        message = tr("the text of '{file}' is longer than {size}", file=path.name, size=round_size(SIZE_LIMIT))
        raise PipelineError(message, hint=tr("make several episodes of it"))
    return draft


def _slides(data: bytes, path: Path, scratch: Path) -> Draft:
    """Whole slides where there is a PDF of them: the one beside the presentation, or LibreOffice's."""
    from pipeline.media.picture.office import slides_as_pdf

    numbers = slide_numbers(data, path.name)
    notes: list[Message] = []
    pdf, pages = None, {}
    beside = next((one for one in (path.with_suffix(".pdf"), path.with_suffix(".PDF")) if one.is_file()), None)
    if beside is not None:
        count = _page_count(beside)
        if count == len(numbers):
            pdf, pages = beside, dict(zip(numbers, range(1, count + 1), strict=True))
        elif numbers and count >= numbers[-1]:
            # Hidden slides were printed as well.
            pdf, pages = beside, {number: number for number in numbers}
        else:
            notes.append(tr("'{file}' is not used: it has another number of pages than slides", file=beside.name))
    if pdf is None and numbers:
        made = slides_as_pdf(path, scratch)
        if made is not None and _page_count(made) == len(numbers):
            pdf, pages = made, dict(zip(numbers, range(1, len(numbers) + 1), strict=True))
            notes.append(tr("the slides are drawn by LibreOffice: look whether its fonts are right"))
    if pdf is None:
        notes.append(
            tr(
                "only pictures on the slides are taken; for whole ones save '{file}' beside it or install LibreOffice",
                file=path.with_suffix(".pdf").name,
            )
        )
    draft = _drafted(read_slides(data, path.name, pages=pages), path, pages=pdf)
    draft.left = notes + draft.left
    return draft


def _page_count(pdf: Path) -> int:
    """Pages of a PDF; 0 for one that cannot be read."""
    from pipeline.media.picture.pdf import page_size

    try:
        return page_size(pdf).pages
    except MediaError:
        return 0


def _text(data: bytes, path: Path, root: Path) -> Draft:
    """Plain text and Markdown are scripts already; the files that they show come along."""
    if len(data) > SIZE_LIMIT:
        raise PipelineError(
            tr("'{file}' is larger than {size}", file=path.name, size=round_size(SIZE_LIMIT)),
            hint=tr("make several episodes of it"),
        )
    decoded = decode(data)
    if not decoded.encoding or "\0" in decoded.text:
        message = tr("'{file}' is not text in an encoding that can be recognised", file=path.name)
        raise PipelineError(message, hint=tr("save it as UTF-8 in your editor"))
    text, sized = _SIZED.subn(r"\1", decoded.text.replace("\r\n", "\n"))
    source = Source(path=path.resolve(), file=path.name, text=text)
    found = Findings()
    script = read_script(source, found)
    draft = Draft(title="", titled_by=None)
    front = re.match(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)", text, re.DOTALL)
    named = re.search(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", front[1], re.MULTILINE) if front else None
    if named:
        draft.title, draft.titled_by = named[1], tr("'title' in its front matter")
    elif script.heading:
        draft.title, draft.titled_by = script.heading, tr("the first heading")
    if not text.strip():
        raise PipelineError(tr("there is no text in '{file}'", file=path.name), hint=tr("is it the right file?"))
    if decoded.guessed:
        draft.left.append(
            tr("'{file}' is not UTF-8; it is read as {encoding}", file=path.name, encoding=NAMES[decoded.encoding])
        )
    plain = path.suffix.lower() == ".txt"
    draft.suffix = ".txt" if plain else ".md"
    if sized:
        draft.left.append(
            trn(
                "the size and style of {count} picture are left out",
                "the size and style of {count} pictures are left out",
                sized,
            )
        )
    draft.script = _with_files(source, draft, root)
    lines = [line.strip() for line in draft.script.splitlines() if line.strip()]
    if draft.titled_by is None and lines and seems_title(lines[0], lines[1:]):
        draft.title, draft.titled_by = lines[0], FIRST_LINE
        draft.script = f"# {draft.script.lstrip()}"
    draft.left += [tr("line {line}: {problem}", line=one.mark.line, problem=one.message) for one in found.sorted()]
    return draft


def _with_files(source: Source, draft: Draft, root: Path) -> str:
    """The text with the names that its pictures have beside the new script; those that cannot be taken stay as told."""
    _, pictures = illustrations(source.text, source, Findings())
    pieces, done = [], 0
    names: dict[str, str] = {}
    for one in pictures:
        place = one.place["image"] if "image" in one.place else one.place["clip"]
        start, stop = one.written
        name = names.get(str(place.data)) or _taken(str(place.data), source.path, draft, root, place.mark.line)
        if name is not None:
            names[str(place.data)] = name
            pieces += [source.text[done:start], f"<{name}>" if re.search(r"[\s()]", name) else name.replace("%", "%25")]
            done = stop
    return "".join((*pieces, source.text[done:]))


def _taken(written: str, document: Path, draft: Draft, root: Path, line: int) -> str | None:
    """The name beside the new script of a file that a text shows; None where it is not taken, which is told."""
    problem: Message | None = None
    if written.startswith("data:"):
        return _embedded(written, draft, line)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", written):
        problem = tr("it is an address, and nothing is fetched")
    else:
        base = root if written.startswith("assets/") and not (document.parent / written).exists() else document.parent
        path = (base / unquote(written).replace("\\", "/")).resolve()
        if not (path.is_relative_to(document.parent) or path.is_relative_to(root)):
            problem = tr("it lies outside the folder of the document")
        elif not path.is_file():
            problem = tr("there is no such file")
        else:
            with path.open("rb") as file:
                head = file.read(4096)
            if suffix_of(head) in SHOWN or path.suffix.lower() in FILMS or head.startswith(b"%PDF-"):
                return _named(path, draft)
            problem = tr("it is no picture or film that can be shown")
    draft.left.append(
        tr("line {line}: the picture '{file}' is not taken: {problem}", line=line, file=near(written), problem=problem)
    )
    return None


def _named(path: Path, draft: Draft) -> str:
    """The file's own name, or one like it where that is taken."""
    name, number = path.name, 1
    while name in draft.files and draft.files[name] != path:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    draft.files[name] = path
    return name


def _embedded(written: str, draft: Draft, line: int) -> str | None:
    try:
        data = base64.b64decode(unquote(written.partition(",")[2]), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if (suffix := suffix_of(data)) not in SHOWN or not data:
        draft.left.append(tr("line {line}: the picture in the text is damaged, and is not taken", line=line))
        return None
    name = f"{len(draft.files) + 1:02d}{suffix}"
    draft.files[name] = data
    return name


def write_files(draft: Draft, folder: Path) -> None:
    """Write the script and the files of a draft into a folder, which is made. Raises OSError."""
    folder.mkdir(parents=True)
    (folder / f"script{draft.suffix}").write_text(draft.script, encoding="utf-8")
    for name, content in draft.files.items():
        if isinstance(content, Path):
            shutil.copyfile(content, folder / name)
        else:
            (folder / name).write_bytes(content)
