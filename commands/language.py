"""The language of the command line, chosen before anything is parsed: wrong usage is told in it as well."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from pipeline.messages import LANGUAGES, VARIABLE, Language, language_named, language_of_locale

STUDIO_FILE = "studio.yaml"


def chosen_language(arguments: Sequence[str]) -> Language:
    """What `--lang` says, else VOICEHALL_LANG, the `language:` of studio.yaml, the system's locale."""
    for said in (stated("--lang", arguments), os.environ.get(VARIABLE, ""), studio_language(arguments)):
        if said and (language := language_named(said)):
            return language
    return language_of_locale()


def complaint(language: Language) -> str:
    """What is to be said of the choice, once; in English, as it is about Chinese that may not be seen."""
    named = os.environ.get(VARIABLE, "")
    if named and language_named(named) is None:
        return f"{VARIABLE}={named}: there is no such language here; known: {', '.join(LANGUAGES)}"
    return ""


def readable(language: Language) -> bool:
    """Whether the terminal can show the language; what is no terminal gets UTF-8."""
    if language == "en" or sys.stdout is None or not sys.stdout.isatty():
        return True
    try:
        "中文".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def stated(option: str, arguments: Sequence[str]) -> str:
    """The value of an option wherever it stands; empty where it does not."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option:
            return next(iter(arguments[place + 1 : place + 2]), "")
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return ""


def studio_language(arguments: Sequence[str]) -> str:
    """What the workspace's file says. Looked for in its text: to read it whole would take longer than to help."""
    folder, above = os.path.realpath(stated("--workspace", arguments) or "."), ""
    while folder != above and not os.path.isfile(os.path.join(folder, STUDIO_FILE)):
        above, folder = folder, os.path.dirname(folder)
    try:
        with open(os.path.join(folder, STUDIO_FILE), encoding="utf-8", errors="replace") as text:
            found = re.search(r"^language:\s*[\"']?([A-Za-z-]+)", text.read(100_000), re.MULTILINE)
    except OSError:
        return ""
    return found[1] if found else ""
