"""Adopting: a studio's finished files become numbered programmes, each with a small manifest; a checked plan."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from pathlib import Path

from pipeline import manifest
from pipeline.errors import PipelineError
from pipeline.ingest.filenames import in_order
from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.model.fields import episode_fields
from pipeline.wording import duration
from pipeline.workflow.ingest.report import AdoptReport, Placed
from pipeline.workflow.ingest.scan import (
    PICTURES,
    SUBTITLES,
    Adoption,
    Arrival,
    check_place,
    files_in,
    open_adoption,
    opened,
)
from pipeline.workflow.ingest.write import free_name, named_in, write_all
from pipeline.workflow.session import Session

HIGHEST = 99_999
ALIKE = Fraction(2)
"""Seconds by which the files of one programme may differ in length."""


def adopt_folder(
    session: Session, folder: Path, *, series: str, first: int | None = None, dry_run: bool = False
) -> AdoptReport:
    """Write a manifest for each finished programme in `folder`, or with `dry_run` only say what would be written.

    `first` numbers those whose names and tags say no number, from it on. Nothing that is there is changed. Raises
    PipelineError when there is no such folder, or its files may not be used.
    """
    if not folder.is_dir():
        raise PipelineError(tr("there is no folder '{folder}'", folder=folder))
    plan = open_adoption(session, series)
    folder = folder.resolve()
    check_place(folder, plan)
    files = list(files_in(folder, plan))
    found = opened(files, plan, session.progress)
    companions = [path for path in files if path.suffix.lower() in PICTURES | SUBTITLES]
    for number, programme in _numbered(found, plan, first):
        _place(number, programme, companions, plan)
    _leave_companions(companions, plan)
    new = () if (plan.home / manifest.SERIES_FILE).exists() else (_first_title(folder),)
    if not dry_run:
        texts = [(plan.home / manifest.SERIES_FILE, manifest.finished_series(title)[0]) for title in new]
        write_all([*texts, *((one.manifest, one.text) for one in plan.placed)] if plan.placed else [])
    plan.workspace.catalogue.save()
    return AdoptReport(
        series=series,
        new_series=new[0] if new and plan.placed else "",
        dry_run=dry_run,
        placed=tuple(plan.placed),
        unplaced=tuple(sorted(plan.unplaced, key=lambda one: in_order(one.file))),
    )


def _numbered(found: Sequence[Arrival], plan: Adoption, first: int | None) -> Iterator[tuple[int, list[Arrival]]]:
    """The files of each programme under its number; those that say none after all others."""
    by_number: dict[int, list[Arrival]] = defaultdict(list)
    nameless: dict[str, list[Arrival]] = defaultdict(list)
    for one in found:
        if one.number is None:
            nameless[_stem(one.path)].append(one)
        else:
            by_number[one.number].append(one)
    for number in sorted(by_number):
        if _whole(number, by_number[number], plan):
            yield number, by_number[number]
    following = (number for number in count(first or 1) if number not in plan.taken and number not in by_number)
    for stem in sorted(nameless, key=in_order):
        files = nameless[stem]
        if first is None:
            for one in files:
                hint = tr("give it one, or number all such files in the order of their names with '--from N'")
                plan.leave(one.path, "no-number", tr("neither its name nor its tags say a number"), hint)
        elif _one_programme(files, plan):
            yield next(following), files


def _whole(number: int, files: Sequence[Arrival], plan: Adoption) -> bool:
    """Whether files of one number are one programme that nobody else is; else they are left."""
    code, reason = "", NOTHING
    if not 1 <= number <= HIGHEST:
        code = "bad-number"
        reason = tr("number {number} is not between 1 and {highest}", number=number, highest=HIGHEST)
    elif number in plan.taken:
        code, name = "number-taken", plan.workspace.shown(plan.taken[number])
        reason = tr("number {number} is '{name}' already", number=number, name=name)
    elif len({_same_title(one.said.title) for one in files if one.said.title}) > 1:
        names = listed(f"'{one.path.name}'" for one in files)
        code = "duplicate-number"
        reason = tr("files of several titles say number {number}: {names}", number=number, names=names)
    if reason:
        for one in files:
            plan.leave(one.path, code, reason, tr("give it another number, or move it away"))
        return False
    return _one_programme(files, plan)


def _one_programme(files: Sequence[Arrival], plan: Adoption) -> bool:
    """Whether there is at most one file of a kind; else nobody can tell which is the right one."""
    kinds: dict[str, list[Arrival]] = defaultdict(list)
    for one in files:
        kinds[one.path.suffix.lower()].append(one)
    if all(len(same) == 1 for same in kinds.values()):
        return True
    names = listed(f"'{plan.workspace.shown(one.path)}'" for one in files)
    for one in files:
        reason = tr("several files claim one place: {names}", names=names)
        plan.leave(one.path, "duplicate-number", reason, tr("move all but one away"))
    return False


def _place(number: int, files: Sequence[Arrival], companions: list[Path], plan: Adoption) -> None:
    """Plan the manifest of one programme; the first film leads."""
    files = sorted(files, key=lambda one: (one.medium.info.kind != "video", in_order(one.path.name)))
    stems = {_stem(one.path) for one in files}
    beside = [path for path in companions if _stem(path) in stems or _stem(path.with_suffix("")) in stems]
    cover = next((path for path in beside if path.suffix.lower() in PICTURES), None)
    subtitles = next((path for path in beside if path.suffix.lower() in SUBTITLES), None)
    titles = (*(one.said.title for one in files), *(one.labels.title for one in files), _made_up(number, plan))
    title = next(filter(None, titles))
    day = next((one.said.date or one.labels.date for one in files if one.said.date or one.labels.date), None)
    used = [*(one.path for one in files), *filter(None, (cover, subtitles))]
    try:
        name, text, _ = manifest.finished_episode(
            number,
            title,
            day=day,
            programme=[named_in(one.path, plan) for one in files],
            cover=named_in(cover, plan) if cover else "",
            subtitles=named_in(subtitles, plan) if subtitles else "",
        )
    except PipelineError as error:
        for one in files:
            plan.leave(one.path, "bad-title", error.message, error.hint)
        return
    for path in (cover, subtitles):
        if path is not None:
            companions.remove(path)
    plan.placed.append(
        Placed(
            number=number,
            title=title,
            date=day,
            manifest=free_name(plan.home / name),
            text=text,
            files=tuple(plan.workspace.shown(path) for path in used),
            duration=files[0].medium.info.duration,
            contents=tuple(one.medium.content for one in files),
            notes=tuple(_notes(files, plan)),
        )
    )


def _notes(files: Sequence[Arrival], plan: Adoption) -> Iterator[Message]:
    """What is odd about a programme that has its place all the same."""
    lengths = [one.medium.info.duration for one in files]
    if max(lengths) - min(lengths) > ALIKE:
        yield tr("its files differ in length by {time}", time=duration(float(max(lengths) - min(lengths))))
    contents = {content: other.number for other in plan.placed for content in other.contents}
    twins = {contents[one.medium.content] for one in files if one.medium.content in contents}
    yield from (tr("a file of it is the same as one of number {number}", number=number) for number in sorted(twins))


def _leave_companions(companions: Iterable[Path], plan: Adoption) -> None:
    for path in companions:
        plan.leave(path, "no-programme", tr("belongs to no film or sound that is adopted now"))


def _made_up(number: int, plan: Adoption) -> str:
    if plan.known is None:
        return f"{number}"
    return str(episode_fields(plan.known, number=number, title="")["numbering"])


def _first_title(folder: Path) -> str:
    return folder.name or "series"


def _stem(path: Path) -> str:
    return unicodedata.normalize("NFC", path.stem).casefold()


def _same_title(title: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", title).casefold() if character.isalnum())
