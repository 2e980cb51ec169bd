"""Files that are written for a bundle: a page that plays it, contents to print, playlists, a description in JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from urllib.parse import quote

from pipeline.messages import Message, speaking, tr
from pipeline.pages import pages
from pipeline.publish.bundle.playlist import Bundle, BundleEntry
from pipeline.publish.item import Colours, ItemFile, page_language
from pipeline.publish.player import later_script, later_style, light, page_script, player_script, player_style
from pipeline.publish.site.colours import palette
from pipeline.publish.site.locale import FILTERS, seconds
from pipeline.publish.site.player import played, shape_of
from pipeline.wording import passed

INDEX = "index.html"
CONTENTS = "contents.html"
INFO_FILE = "bundle.json"
"""By which a folder or zip is known as a bundle; for programs."""
PLAYLIST = "playlist.m3u8"
AUDIO_PLAYLIST = "playlist-audio.m3u8"
"""The second one, where there are videos as well."""


def bundle_texts(bundle: Bundle) -> Mapping[str, str]:
    """All files that are written for a bundle, by path, in the language of its first programme.

    They hold no dates of their own: the same selection gives the same bytes.
    """
    templates = pages("pipeline.publish.bundle", **FILTERS, links=_links, address=quote)
    with speaking(page_language(bundle.language)):
        common = {"bundle": bundle, "language": bundle.language, "mark": bundle.studio or bundle.title}
        index = templates.get_template(INDEX).render(**common | _playing(bundle))
        contents = templates.get_template(CONTENTS).render(**common, style=_colours(bundle) + _own_style())
    texts = {
        INDEX: index,
        CONTENTS: contents,
        INFO_FILE: _info(bundle),
        PLAYLIST: _playlist(bundle, lambda entry: entry.video or entry.audio),
    }
    if any(entry.video for entry in bundle.entries) and any(entry.audio for entry in bundle.entries):
        texts[AUDIO_PLAYLIST] = _playlist(bundle, lambda entry: entry.audio or entry.video)
    return {name: text if text.endswith("\n") else f"{text}\n" for name, text in texts.items()}


def _playing(bundle: Bundle) -> dict[str, object]:
    """What plays it: the player of sites, with everything in the page itself."""
    asking = any(entry.item.questions for entry in bundle.entries)
    site = pages("pipeline.publish.site", folder="templates", seconds=seconds)
    style = player_style() + later_style() + _colours(bundle) + _own_style() + (_static("ask.css") if asking else "")
    script = "".join([
        _static("site.js"), _static("ask.js") if asking else "", player_script(), later_script(),
        page_script("bundle"),
    ])  # fmt: skip
    return {
        "played": [_player_data(entry) for entry in bundle.entries],
        "films": any(entry.video for entry in bundle.entries),
        "own": pages("pipeline.publish.player").get_template("player.html").module,
        "shape_of": shape_of,
        "asking": asking,
        "ask": site.get_template("ask.html").module,
        "style": style,
        "script": script,
    }


def _static(name: str) -> str:
    return light(name, files("pipeline.publish.site").joinpath("statics", name).read_text("utf-8"))


def _own_style() -> str:
    return light("bundle.css", files("pipeline.publish.bundle").joinpath("pages", "bundle.css").read_text("utf-8"))


def _colours(bundle: Bundle) -> str:
    """Those of its series; of several series, the house's."""
    found = {entry.item.series.colours for entry in bundle.entries}
    own = palette(found.pop() if len(found) == 1 else Colours())
    return (
        f":root {{ --band: {own.band}; --on-band: {own.on_band}; --shine: {own.shine};"
        f" --by-day: {own.by_day}; --by-night: {own.by_night} }}\n"
    )


def _playlist(bundle: Bundle, chosen: Callable[[BundleEntry], ItemFile | None]) -> str:
    """Extended M3U in UTF-8; paths count from the playlist and are not escaped, as players on televisions want them."""
    lines = ["#EXTM3U"]
    for entry in bundle.entries:
        file = chosen(entry)
        if file is not None:
            seconds = passed(file.duration or entry.item.duration)
            lines += [f"#EXTINF:{seconds},{_one_line(f'{entry.place}. {entry.item.title}')}", entry.path(file)]
    return "\n".join(lines) + "\n"


def _player_data(entry: BundleEntry) -> dict[str, object]:
    """An entry for the page's script, with its captions: no browser loads those from a disk."""

    def link(file: ItemFile | None) -> str:
        return quote(entry.path(file)) if file else ""

    item = entry.item
    cues = [[cue.start / 1000, cue.stop / 1000, cue.text] for cue in item.cues] if entry.captions else []
    chapters = [{"start": one.start / 1000, "title": one.title} for one in item.chapters]
    return played(item) | {
        "video": link(entry.video),
        "audio": link(entry.audio),
        "audioType": entry.audio.type if entry.audio else "",
        "picture": link(entry.cover),
        "cues": cues,
        "chapters": chapters if len(chapters) > 1 else [],
    }


def _info(bundle: Bundle) -> str:
    value = {
        "voicehall": 1,
        "bundle": 1,
        "studio": bundle.studio,
        "for": bundle.recipient,
        "programmes": [
            {
                "place": entry.place,
                "series": entry.item.series.id,
                "number": entry.item.number,
                "title": entry.item.title,
                "guid": entry.item.guid,
                "duration": round(float(entry.item.duration), 3),
                "files": [
                    {"path": path, "bytes": file.bytes, "sha256": file.sha256} for path, file in entry.files
                ],
            }
            for entry in bundle.entries
        ],
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _links(entry: BundleEntry) -> Iterator[tuple[Message, str]]:
    """Words and addresses of an entry's files, for browsers without scripts."""
    for words, file in (
        (tr("Watch the video"), entry.video),
        (tr("Listen to the sound"), entry.audio),
        (tr("Read the handout"), entry.handout),
    ):
        if file is not None:
            yield words, quote(entry.path(file))
