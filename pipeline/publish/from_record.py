"""From records to items: what of a finished programme is published, under which names, and whether it is whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.rendition import Rendition
from pipeline.packaging import transcript
from pipeline.packaging.record import Record, RecordFile
from pipeline.packaging.subtitles import vtt_cues
from pipeline.publish.item import Form, Item, ItemFile, ItemSeries, Role

TYPES: dict[str, tuple[Role, str]] = {
    ".mp4": ("video", "video/mp4"),
    ".m4v": ("video", "video/x-m4v"),
    ".mov": ("video", "video/quicktime"),
    ".m4a": ("audio", "audio/x-m4a"),
    ".mp3": ("audio", "audio/mpeg"),
    ".opus": ("audio", "audio/ogg"),
    ".vtt": ("captions", "text/vtt"),
    ".srt": ("subtitles", "application/x-subrip"),
    ".json": ("transcript", "application/json"),
    ".html": ("transcript", "text/html"),
    ".txt": ("transcript", "text/plain"),
    ".jpg": ("cover", "image/jpeg"),
    ".jpeg": ("cover", "image/jpeg"),
    ".png": ("cover", "image/png"),
}
"""Role and MIME type of what is published, by suffix; other files are not."""

_ITEM = TypeAdapter(Item)


def item_of(record: Record, series: ItemSeries, *, root: Path, content: Callable[[Path], str]) -> Item:
    """What of a programme is published. `content` gives the SHA-256 of a file, `root` is the workspace.

    Raises PipelineError for a programme that is not whole.
    """
    folder = root / "out" / series.id
    for file in record.files:
        _check(folder / file.path, file, content)
    files = tuple(files_of(record, series))
    return Item(
        series=series,
        number=record.number,
        title=record.title,
        guid=record.guid,
        summary=record.summary,
        date=record.date,
        speakers=record.speakers,
        tags=record.tags,
        duration=record.duration,
        chapters=record.chapters,
        listing=record.listing,
        shown=record.shown or None,
        ai_content=record.ai_content,
        questions=record.questions,
        cues=tuple(_cues(files, root)),
        files=files,
    )


def files_of(record: Record, series: ItemSeries) -> Iterator[ItemFile]:
    """The programme's files under the names that they have at a target."""
    base = f"{series.slug}-{record.number:03d}"
    stems = {file.path.rpartition(".")[0] for file in record.files if file.rendition in ("", "main")}
    stem = min(stems, key=len, default="")
    for file in record.files:
        suffix = Path(file.path).suffix.lower()
        if suffix not in TYPES:
            continue
        role, kind = TYPES[suffix]
        # The part between stem and suffix distinguishes files of one kind: '.square', '.transcript'.
        between = file.path[len(stem) : -len(suffix)] if file.path.startswith(stem) else f".{file.rendition}"
        yield ItemFile(
            role=role,
            rendition=file.rendition,
            source=f"out/{series.id}/{file.path}",
            name=f"{base}{_ascii(between)}{suffix}",
            type=kind,
            sha256=file.sha256,
            bytes=file.bytes,
            duration=file.duration,
            burned=file.burned,
        )


def with_forms(item: Item, renditions: Mapping[str, Rendition]) -> Item:
    """The item, whose files know what they are made for; `renditions` are those of its series by their names."""
    return replace(item, files=tuple(_formed(file, renditions.get(file.rendition)) for file in item.files))


def _formed(file: ItemFile, rendition: Rendition | None) -> ItemFile:
    if rendition is None or file.role not in ("video", "audio"):
        return file
    width, height = (rendition.picture.width, rendition.picture.height) if rendition.picture else (None, None)
    burned = file.burned or rendition.captions in ("burned", "both")
    return replace(file, form=_form(rendition), burned=burned, width=width, height=height)


def _form(rendition: Rendition) -> Form:
    picture = rendition.picture
    if rendition.sound.voicing == "horn":
        return "loudspeaker"
    if picture is None:
        return ""
    if rendition.shows == "sound":
        return "audiogram"
    if picture.profile == "baseline":
        return "classroom"
    if picture.width == picture.height:
        return "square"
    return "upright" if picture.width < picture.height else ""


def item_text(item: Item) -> bytes:
    """The item as JSON."""
    return _ITEM.dump_json(item)


def read_item(data: bytes) -> Item | None:
    """The item in JSON; None where it cannot be read as one."""
    try:
        return _ITEM.validate_json(data)
    except ValidationError:
        return None


def item_digest(item: Item) -> str:
    """Of the programme itself; its series' texts and links to other platforms are left out.

    Defaults are left out too, so that fields which a later version adds do not change it, and what only the manifest
    says of a file.
    """
    files = tuple(replace(file, form="", burned=False, width=None, height=None, small=()) for file in item.files)
    series = ItemSeries(id=item.series.id, title="", author="", language="")
    own = replace(item, series=series, files=files, public={})
    return sha256(_ITEM.dump_json(own, exclude_defaults=True)).hexdigest()


def _check(path: Path, file: RecordFile, content: Callable[[Path], str]) -> None:
    """Raises PipelineError for a file that is gone or has changed."""
    hint = tr("render it again")
    try:
        whole = content(path) == file.sha256
    except OSError as cause:
        message = tr("cannot read '{path}': {reason}", path=path.name, reason=in_words(cause))
        raise PipelineError(message, hint=hint) from cause
    if not whole:
        raise PipelineError(tr("'{file}' is not the file that was rendered", file=path.name), hint=hint)


def _ascii(between: str) -> str:
    plain = "".join(c for c in between if c.isascii() and (c.isalnum() or c in "-_."))
    return plain if plain == between else f".{sha256(between.encode()).hexdigest()[:8]}"


def _cues(files: Sequence[ItemFile], root: Path) -> Iterator[Cue]:
    """The captions; where paragraphs begin is known from the transcript alone."""
    captions = next((one for one in files if one.role == "captions"), None)
    if captions is None:
        return
    page = next((one for one in files if one.type == "text/html"), None)
    opening = set(transcript.paragraphs_in(_text(root, page))) if page else None
    try:
        for cue in vtt_cues(_text(root, captions)):
            yield replace(cue, opens=cue.start in opening) if opening else cue
    except ValueError as cause:
        name = Path(captions.source).name
        raise PipelineError(tr("'{file}' is not a subtitle file", file=name), hint=tr("render it again")) from cause


def _text(root: Path, file: ItemFile) -> str:
    # Captions of an adopted programme may be in any encoding.
    return (root / file.source).read_text(encoding="utf-8", errors="replace")
