"""Templates, styles and scripts of a site: the built-in ones, and a studio's own in their place."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path, PurePosixPath
from traceback import walk_tb

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.ext import extract_from_ast
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.digest import digest
from pipeline.errors import PipelineError, in_words
from pipeline.messages import LANGUAGES, Language, catalogue_of, speaking, tr, trn
from pipeline.pages import house_style, template_options
from pipeline.publish.item import Page, page_language
from pipeline.publish.player import (
    later_script,
    later_style,
    light,
    page_script,
    player_script,
    player_style,
    player_template,
)
from pipeline.publish.site.locale import FILTERS

ICON = "favicon.svg"
"""A studio's own; else one is drawn."""
BUILT_IN = "voicehall/"
"""Before the name of a built-in template that a studio's own extends: `{% extends "voicehall/episode.html" %}`."""
VERSION = 1
"""Counts up when pages are made in another way from the same templates and items."""
STATICS = (".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2")
"""Of files that are put to the site as they are."""
LARGEST = 4 << 20
"""Bytes of one file of a studio's own."""
_HINT = tr("compare it with our own, such as '{name}', which yours can extend", name=f"{BUILT_IN}episode.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTemplates:
    """What the pages of a site are made with."""

    environment: Environment
    own: frozenset[str]
    """The studio's own templates, as messages name them: `assets/site/episode.html`."""
    statics: Mapping[str, bytes]
    """By name; they lie at the site's root."""
    key: str
    """Digest of everything in it, and of the words of the templates in every language."""

    @classmethod
    def read(cls, folder: Path | None) -> "SiteTemplates":
        """The built-in ones, and in their place what is in a studio's folder.

        Raises PipelineError for a file there that cannot be read or is no template, with its line.
        """
        built_in, own = dict(_built_in()), dict(_own(folder)) if folder and folder.is_dir() else {}
        both = built_in | own
        names = {name: _shown(folder, name) for name in own if folder and name.endswith(".html")}
        environment = _environment(_Loader(built_in, own, names))
        environment.globals["own_icon"] = ICON in own
        for name in names:
            _check(environment, name, own[name], shown=names[name])
        texts = [data.decode("utf-8-sig") for one in (built_in, own) for name, data in one.items() if _is_page(name)]
        digests = {name: sha256(data).hexdigest() for name, data in both.items()}
        return cls(
            environment=environment,
            own=frozenset(names.values()),
            statics={name: data for name, data in sorted(both.items()) if not _is_page(name)},
            key=digest([VERSION, _words(environment, texts), digests]),
        )

    def page(self, path: str, template: str, made_from: object, context: Callable[[], Mapping[str, object]]) -> Page:
        """A page of the site; `made_from` is a plain value that determines all that `context` will hold."""
        key = digest([self.key, template, path, made_from])
        root = "../" * path.count("/")

        def make() -> bytes:
            values = {"root": root, **context()}
            return self.render(template, page_language(str(values["language"])), **values)

        return Page(path=path, key=key, make=make)

    def render(self, template: str, language: Language, /, **context: object) -> bytes:
        """Raises PipelineError for a template of the studio's that fails, with the line where it does."""
        found = _compiled(self.environment, template)
        try:
            with speaking(language):
                return found.render(version=self.key[:8], **context).encode(errors="replace")
        except Exception as error:
            frames = ((frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
            places = [f"{file}:{line}" for file, line in frames if file in self.own]
            if not places:
                # A built-in template that fails is a bug, and keeps its traceback.
                raise
            raise PipelineError(
                tr("{place}: {reason}", place=places[-1], reason=in_words(error)), hint=_HINT
            ) from error


class _Loader(BaseLoader):
    """The studio's templates before the built-in ones; those alone under the name `BUILT_IN`."""

    def __init__(self, built_in: Mapping[str, bytes], own: Mapping[str, bytes], shown: Mapping[str, str]) -> None:
        self._built_in, self._own, self._shown = built_in, own, shown

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        name = template.removeprefix(BUILT_IN)
        own = name == template and name in self._own
        data = self._own[name] if own else self._built_in.get(name)
        if data is None or not _is_page(name):
            raise TemplateNotFound(template)
        file = self._shown[name] if own else f"{BUILT_IN}{name}"
        try:
            return data.decode("utf-8-sig"), file, lambda: True
        except UnicodeDecodeError as cause:
            line = data.count(b"\n", 0, cause.start) + 1
            message = tr("{place}: this is not UTF-8", place=f"{file}:{line}")
            raise PipelineError(message, hint=tr("save it as UTF-8")) from cause


def _environment(loader: BaseLoader) -> Environment:
    made = ImmutableSandboxedEnvironment(loader=loader, **template_options())
    made.filters |= FILTERS
    made.globals |= {"_": tr, "ngettext": trn}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    return made


def _compiled(environment: Environment, name: str) -> Template:
    try:
        return environment.get_template(name)
    except TemplateSyntaxError as error:
        place = f"{error.filename}:{error.lineno}"
        raise PipelineError(tr("{place}: {reason}", place=place, reason=str(error.message)), hint=_HINT) from error


def _check(environment: Environment, name: str, data: bytes, *, shown: str) -> None:
    """Raises PipelineError for a template of the studio's that has mistakes, or is written for an earlier version."""
    _compiled(environment, name)
    text = data.decode("utf-8-sig")
    if "words" in find_undeclared_variables(environment.parse(text)):
        line = next(number for number, line in enumerate(text.splitlines(), 1) if re.search(r"\bwords\b", line))
        raise PipelineError(
            tr("{place}: templates have no 'words' any more", place=f"{shown}:{line}"),
            hint=tr("write the sentence itself in English, as our own do: {example}", example='{{ _("Subscribe") }}'),
        )


def _words(environment: Environment, texts: list[str]) -> dict[str, list[str]]:
    """What the templates have in `_("...")`, in every language: when one of these changes, so do pages."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for text in texts:
        for _, _, ids in extract_from_ast(environment.parse(text), ("_", "ngettext")):
            # Of `_` a text, of `ngettext` a tuple of two; what is not written out in the template is None.
            one, many, *_ = (*ids, "") if isinstance(ids, tuple) else (ids, "")
            for language in LANGUAGES:
                catalogue = catalogue_of(language)
                if one and many:
                    found[language] += [catalogue.ngettext(one, many, number) for number in (1, 2)]
                elif one:
                    found[language].append(catalogue.gettext(one))
    return found


def _is_page(name: str) -> bool:
    return name.endswith(".html")


def _built_in() -> Iterator[tuple[str, bytes]]:
    yield "house.css", light("house.css", house_style().decode()).encode()
    yield "player.html", player_template().encode()
    yield "player.css", player_style().encode()
    yield "player.js", player_script().encode()
    yield "player-later.css", later_style().encode()
    yield "player-later.js", later_script().encode()
    for name in ("episode", "listen"):
        yield f"{name}.js", page_script(name).encode()
    for folder in ("templates", "statics"):
        for entry in files("pipeline.publish.site").joinpath(folder).iterdir():
            if entry.name.endswith((".css", ".js")):
                yield entry.name, light(entry.name, entry.read_text("utf-8")).encode()
            elif entry.name.endswith((".html", *STATICS)):
                yield entry.name, entry.read_bytes()


def _own(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Files of the folder itself, not of folders in it; files of other kinds are ignored."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix not in (".html", *STATICS):
            continue
        shown = _shown(folder, path.name)
        if not re.fullmatch(r"[A-Za-z0-9._-]+", path.name):
            hint = tr("name it in ASCII letters and digits")
            raise PipelineError(tr("'{file}' cannot be part of an address", file=shown), hint=hint)
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            hint = tr("put the file itself there")
            raise PipelineError(tr("'{file}' is not a file of this folder", file=shown), hint=hint)
        if path.stat().st_size > LARGEST:
            message = tr("'{file}' is larger than {limit} MB", file=shown, limit=LARGEST >> 20)
            raise PipelineError(message, hint=tr("make it smaller"))
        try:
            yield path.name, path.read_bytes()
        except OSError as cause:
            raise PipelineError(tr("cannot read '{path}': {reason}", path=shown, reason=in_words(cause))) from cause


def _shown(folder: Path | None, name: str) -> str:
    """The folder as it is known in its workspace, and the file: `assets/site/episode.html`."""
    return str(PurePosixPath(*folder.parts[-2:], name)) if folder else name
