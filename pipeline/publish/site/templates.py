"""The dress of a site: templates, styles and scripts, ours or a studio's own instead of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path, PurePosixPath
from traceback import walk_tb

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.digest import digest
from pipeline.errors import PipelineError
from pipeline.pages import template_options
from pipeline.publish.item import Page
from pipeline.publish.site.locale import CHINESE, ENGLISH, FILTERS

OURS = "voicehall/"
"""Before the name of a template of ours that a studio's own builds on: `{% extends "voicehall/episode.html" %}`."""
VERSION = 1
"""Counts up when pages are made otherwise of the same templates and items."""
STATICS = (".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2")
"""Of files that stand at the site as they are."""
LARGEST = 4 << 20
"""Bytes of one file of a studio's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What the pages of a site are made with."""

    environment: Environment
    theirs: frozenset[str]
    """Templates of the studio's own, as messages name them: `assets/site/episode.html`."""
    statics: Mapping[str, bytes]
    """By name; they lie at the site's root."""
    key: str
    """Digest of everything in it."""

    @classmethod
    def read(cls, folder: Path | None) -> "Dress":
        """Ours, and over it what is in a studio's folder.

        Raises PipelineError for a file of theirs that cannot be read or is no template, with its line.
        """
        ours, theirs = dict(_ours()), dict(_theirs(folder)) if folder and folder.is_dir() else {}
        both = ours | theirs
        shown = {name: _shown(folder, name) for name in theirs if folder and name.endswith(".html")}
        dress = cls(
            environment=_environment(_Loader(ours, theirs, shown)),
            theirs=frozenset(shown.values()),
            statics={name: data for name, data in sorted(both.items()) if not name.endswith(".html")},
            key=digest([VERSION, CHINESE, ENGLISH, {name: sha256(data).hexdigest() for name, data in both.items()}]),
        )
        for name in shown:
            dress._template(name)
        return dress

    def page(self, path: str, template: str, made_from: object, context: Callable[[], Mapping[str, object]]) -> Page:
        """A page of the site; `made_from` is a plain value that tells all that `context` will hold."""
        key = digest([self.key, template, path, made_from])
        root = "../" * path.count("/")
        return Page(path=path, key=key, make=lambda: self.render(template, root=root, **context()))

    def render(self, template: str, /, **context: object) -> bytes:
        """Raises PipelineError for a template of the studio's that fails, with the line where it does."""
        found = self._template(template)
        try:
            return found.render(version=self.key[:8], **context).encode(errors="replace")
        except Exception as error:
            frames = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
            places = [f"{file}:{line}" for file, line in frames if file in self.theirs]
            if not places:
                # A template of ours that fails is a bug, and keeps its traceback.
                raise
            raise PipelineError(f"{places[-1]}: {error}", hint=_HINT) from error

    def _template(self, name: str) -> Template:
        try:
            return self.environment.get_template(name)
        except TemplateSyntaxError as error:
            raise PipelineError(f"{error.filename}:{error.lineno}: {error.message}", hint=_HINT) from error


_HINT = f"what our own say is in '{OURS}episode.html' and its neighbours, which yours may extend"


class _Loader(BaseLoader):
    """Theirs before ours; ours alone under the name `OURS`."""

    def __init__(self, ours: Mapping[str, bytes], theirs: Mapping[str, bytes], shown: Mapping[str, str]) -> None:
        self._ours, self._theirs, self._shown = ours, theirs, shown

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        name = template.removeprefix(OURS)
        own = name == template and name in self._theirs
        data = self._theirs[name] if own else self._ours.get(name)
        if data is None or not name.endswith(".html"):
            raise TemplateNotFound(template)
        file = self._shown[name] if own else f"{OURS}{name}"
        try:
            return data.decode("utf-8-sig"), file, lambda: True
        except UnicodeDecodeError as cause:
            line = data.count(b"\n", 0, cause.start) + 1
            raise PipelineError(f"{file}:{line}: not UTF-8", hint="save it as UTF-8") from cause


def _environment(loader: BaseLoader) -> Environment:
    made = ImmutableSandboxedEnvironment(loader=loader, **template_options())
    made.filters |= FILTERS
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def _ours() -> Iterator[tuple[str, bytes]]:
    for folder in ("templates", "statics"):
        for entry in files("pipeline.publish.site").joinpath(folder).iterdir():
            if entry.name.endswith((".html", *STATICS)):
                yield entry.name, entry.read_bytes()


def _theirs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files of the folder itself, not of folders in it; others than those of a site are let lie."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix not in (".html", *STATICS):
            continue
        shown = _shown(folder, path.name)
        if not re.fullmatch(r"[A-Za-z0-9._-]+", path.name):
            raise PipelineError(f"'{shown}' cannot stand in an address", hint="name it in ASCII letters and digits")
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise PipelineError(f"'{shown}' is no file of this folder", hint="put the file itself there")
        if path.stat().st_size > LARGEST:
            raise PipelineError(f"'{shown}' is larger than {LARGEST >> 20} MB", hint="make it smaller")
        try:
            yield path.name, path.read_bytes()
        except OSError as cause:
            raise PipelineError(f"cannot read '{shown}': {cause.strerror}") from cause


def _shown(folder: Path | None, name: str) -> str:
    """The folder as it is known in its workspace, and the file: `assets/site/episode.html`."""
    return str(PurePosixPath(*folder.parts[-2:], name)) if folder else name
