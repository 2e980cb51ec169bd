"""Templates: the files of a new workspace, and a series' next manifest, made from its last one."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.mappings import Document
from pipeline.documents.nodes import parse
from pipeline.documents.scalars import Mistake
from pipeline.documents.source import Source, read_source
from pipeline.documents.validation import validate
from pipeline.documents.values import text
from pipeline.errors import PipelineError, did_you_mean
from pipeline.manifest.docs.json_schema import json_schema
from pipeline.manifest.edit.copied import INSTRUCTION, NEW_EACH_TIME, copied
from pipeline.manifest.edit.writing import exact, flow, scalar
from pipeline.manifest.media_paths import name_problem
from pipeline.manifest.schema.keys import EpisodeDocument, SeriesDocument
from pipeline.manifest.workspace import EPISODES, SERIES_FILE, numbers_in, series_folders
from pipeline.messages import NOTHING, Language, Message, spoken, tr
from pipeline.state import STATE

EDITOR_LINE = "# yaml-language-server: $schema=../../manifest.schema.json\n"

_STUDIO = """\
# yaml-language-server: $schema=manifest.schema.json
# ROOT
voicehall: 1
name: 声音馆
# language: zh-CN
# loudness: -16 LUFS
# music: {file: assets/music/bed.mp3, gain: -18 dB}
# targets: {site: {url: "file://site", public: "https://hall.example.org/lessons/"}}
"""

_SERIES = """\
# FOLDER
voicehall: 1
title: 我们的课堂
numbering: 第{number}课
outro:
  card: "谢谢收看\\n{author}"
  for: 3s
  chapter: none
"""

_EPISODE = """\
number: 1
title: 第一课
date: DAY
segments:
  - card: "{numbering}\\n{title}"
    for: 4s
    chapter: 开场
  - card: "INSTRUCTION"
    for: 5s
    chapter: 怎么开始
  # - narration: narration/001.m4a      # RECORDING
  #   pictures:
  #     - image: photos/first.jpg
  #     - image: photos/second.jpg
  # - clip: clips/interview.mp4         # CLIP
  #   from: "00:05"
  #   to: "00:45"
  - use: outro
"""

_LEAST = ("number: 1", "title: x", "programme: x")


def new_workspace(day: date | None = None) -> dict[str, str]:
    """Texts of a new workspace by path; it renders as it is, without any media. `day` is today by default.

    Comments and descriptions are in the language that is spoken.
    """
    studio = _STUDIO.replace("ROOT", tr("The root of the workspace: settings here are the default of all series."))
    series = _SERIES.replace("FOLDER", tr("The folder's name is the series' id: voicehall render lessons"))
    episode = (
        _EPISODE.replace("INSTRUCTION", INSTRUCTION.replace("\n", "\\n"))
        .replace("DAY", (day or date.today()).isoformat())
        .replace("RECORDING", tr("a recording, with pictures over it"))
        .replace("CLIP", tr("a part of a video, with its own sound"))
    )
    return {
        "studio.yaml": studio,
        "episodes/lessons/series.yaml": EDITOR_LINE + series,
        "episodes/lessons/001-第一课.yaml": EDITOR_LINE + episode,
        "manifest.schema.json": schema_text(spoken()),
        ".gitignore": f"/out/\n/{STATE}/\n",
    }


def schema_text(language: Language = "en") -> str:
    """manifest.schema.json, to which the first line of every manifest points."""
    return json.dumps(json_schema(language=language), ensure_ascii=False, indent=1) + "\n"


def next_number(root: Path, series_id: str) -> int:
    """One more than the highest number of the series. Raises PipelineError when there is no such series."""
    return max((number or 0 for number in numbers_in(_folder(root, series_id)).values()), default=0) + 1


def new_series(root: Path, series_id: str, *, title: str, day: date | None = None) -> dict[Path, str]:
    """Texts of a series that begins, by path: its series.yaml and its first manifest.

    Raises PipelineError where a folder cannot have that name, the title cannot be used, or a series is called almost
    the same.
    """
    if (problem := name_problem(series_id)) or "/" in series_id or series_id.startswith((".", "-")):
        message = tr("a series cannot be called '{series}': its name is that of a folder", series=shown(series_id))
        raise PipelineError(message, hint=problem.hint if problem else tr("write a name without '/' and '.'"))
    names = [path.name for path in (root / EPISODES).iterdir()] if (root / EPISODES).is_dir() else []
    # A folder that somebody made for the series, with its media, is no other series.
    names = [] if series_id in names else names
    near = get_close_matches(series_id.lower(), [name.lower() for name in names], n=1, cutoff=0.75)
    if similar := next((name for name in names if near and name.lower() == near[0]), ""):
        message = tr("unknown series '{series}'", series=shown(series_id))
        hint = tr(
            "did you mean '{name}'? A new series is begun with: voicehall new {series} --title ... --begin",
            name=similar, series=series_id,
        )  # fmt: skip
        raise PipelineError(message, hint=hint)
    return begun_series(root, series_id, title=title, day=day)


def begun_series(root: Path, series_id: str, *, title: str, day: date | None = None) -> dict[Path, str]:
    """The same, however other series are called."""
    folder = root / EPISODES / series_id
    path = folder / ("-".join(filter(None, ("001", slug(title)))) + ".yaml")
    changes = {"number": "1", "title": scalar(title_of(title)), "date": (day or date.today()).isoformat()}
    texts = {
        folder / SERIES_FILE: EDITOR_LINE + f"title: {scalar(title_of(series_id))}\n",
        path: _first(folder, changes),
    }
    return {there: text for there, text in texts.items() if there.name != SERIES_FILE or not there.exists()}


def new_episode(root: Path, series_id: str, *, title: str, day: date | None = None) -> tuple[Path, str, Sequence[str]]:
    """Path and text of a series' next manifest, its last one with number, title and date changed; what is left out.

    Names of media that contain the last number get the new one; what belongs to one episode alone, such as its summary
    and the time at which it comes out, is left out. Raises PipelineError when there is no such series, or the title
    cannot be used.
    """
    folder = _folder(root, series_id)
    numbers = numbers_in(folder)
    number = next_number(root, series_id)
    last = next((path for path, known in numbers.items() if known == number - 1), None)
    digits = re.match(r"\d+", last.name) if last else None
    width = len(digits[0]) if digits else 3
    changes = {
        "number": str(number),
        "title": scalar(title_of(title)),
        "date": (day or date.today()).isoformat(),
    }
    padded = f"{number:0{width}d}"
    path = folder / ("-".join(filter(None, (padded, slug(title)))) + ".yaml")
    source = read_source(last, root, Findings()) if last else None
    text = copied(source, changes, digits[0] if digits else "", padded) if source else None
    if source is None or text is None:
        return path, _first(folder, changes), ()
    before = parse(source, Findings())
    return path, text, tuple(key for key in NEW_EACH_TIME if before and key in before and key not in changes)


def finished_episode(
    number: int,
    title: str,
    *,
    day: date | None,
    programme: Sequence[str],
    cover: str = "",
    subtitles: str = "",
    guid: str = "",
    more: Mapping[str, object] | None = None,
) -> tuple[str, str, tuple[Message, ...]]:
    """File name and text of the manifest of a programme that was finished elsewhere; its files as manifests name them.

    `guid` is carried to the letter; `more` holds further keys, each with a text, a list or a mapping. What
    a manifest does not take of it is left out, and told. Raises PipelineError when the title cannot be used.
    """
    lines = [f"number: {number}", f"title: {scalar(title_of(title))}"]
    if day:
        lines.append(f"date: {day.isoformat()}")
    if guid:
        lines.append(f"guid: {exact(guid)}")
    left = []
    for key, value in (more or {}).items():
        line = f"{key}: {flow(value)}"
        if problem := _problem([*_LEAST, line], EpisodeDocument):
            entry = f"{key}: {shown(value if isinstance(value, str) else flow(value))}"
            left.append(tr("'{entry}' is left out of its manifest: {problem}", entry=entry, problem=problem))
        else:
            lines.append(line)
    if len(programme) == 1:
        lines.append(f"programme: {scalar(programme[0])}")
    else:
        lines += ["programme:", *(f"  - {scalar(name)}" for name in programme)]
    lines += [f"{key}: {scalar(name)}" for key, name in (("cover", cover), ("subtitles", subtitles)) if name]
    name = "-".join(filter(None, (f"{number:03d}", slug(title)))) + ".yaml"
    return name, EDITOR_LINE + "".join(f"{line}\n" for line in lines), tuple(left)


def finished_series(
    title: str, *, said: Mapping[str, str] | None = None, podcast: Mapping[str, object] | None = None
) -> tuple[str, tuple[Message, ...]]:
    """series.yaml of a series that begins with finished programmes, and what had to be left out of it, with reasons.

    `said` holds further keys, `podcast` those under that one; a value that series.yaml does not take is left out.
    """
    head = [f"title: {scalar(title_of(title))}"]
    entries: list[tuple[str, str, object]] = [("", key, value) for key, value in (said or {}).items()]
    entries += [("podcast", key, value) for key, value in (podcast or {}).items()]
    left: list[Message] = []
    lines = list(head)
    for above, key, value in _one_by_one(entries, head, left):
        line = f"{key}: {flow(value)}"
        alone = f"{above}: {flow({key: value})}" if above else line
        if problem := _problem([*head, alone], SeriesDocument):
            entry = f"{key}: {shown(value if isinstance(value, str) else flow(value))}"
            left.append(tr("'{entry}' is left out of series.yaml: {problem}", entry=entry, problem=problem))
            continue
        if above and f"{above}:" not in lines:
            lines.append(f"{above}:")
        lines.append(f"  {line}" if above else line)
    return EDITOR_LINE + "".join(f"{line}\n" for line in lines), tuple(left)


def _one_by_one(
    entries: Iterable[tuple[str, str, object]], head: Sequence[str], left: list[Message]
) -> Iterator[tuple[str, str, object]]:
    """Of lists only what can be taken: one wrong entry is no harm to the others."""
    for above, key, value in entries:
        if not isinstance(value, list):
            yield above, key, value
            continue
        kept = []
        for one in value:
            if problem := _problem([*head, f"{above}: {flow({key: [one]})}"], SeriesDocument):
                entry = f"{key}: {shown(flow(one))}"
                left.append(tr("'{entry}' is left out of series.yaml: {problem}", entry=entry, problem=problem))
            else:
                kept.append(one)
        if kept:
            yield above, key, kept


def _problem(lines: Sequence[str], kind: type[Document]) -> Message:
    """What is wrong with the text as a file of that kind; NOTHING where it is right."""
    found = Findings()
    place = parse(Source(path=Path(), file="", text="\n".join(lines) + "\n"), found)
    if place:
        validate(kind, place, found)
    return next((one.message for one in found.sorted()), NOTHING)


def _folder(root: Path, series_id: str) -> Path:
    folders = series_folders(root)
    if series_id not in folders:
        message = tr("unknown series '{series}'", series=shown(series_id))
        raise PipelineError(message, hint=did_you_mean(shown(series_id), folders))
    return folders[series_id]


def title_of(title: str) -> str:
    """The title without blanks around it. Raises PipelineError when it cannot be used."""
    try:
        return str(text(300).parse(title.strip()))
    except Mistake as found:
        message = tr("the title '{title}' cannot be used: {problem}", title=shown(title), problem=found.message)
        raise PipelineError(message) from None


def slug(title: str) -> str:
    """The part of a manifest's file name that is made from its title."""
    words = "".join(character if character.isalnum() else " " for character in title).split()
    return "-".join(words)[:40].rstrip("-").lower()


def _first(folder: Path, changes: dict[str, str]) -> str:
    """A series' first manifest, with the parts that the series defines."""
    ignored = Findings()
    source = read_source(folder / SERIES_FILE, folder, ignored)
    series = parse(source, ignored) if source else None
    lines = [f"{key}: {value}\n" for key, value in changes.items()]
    lines.append("segments:\n")
    if series and "intro" in series:
        lines.append("  - use: intro\n")
    lines.append('  - card: "{numbering}\\n{title}"\n')
    if series and "outro" in series:
        lines.append("  - use: outro\n")
    return EDITOR_LINE + "".join(lines)
