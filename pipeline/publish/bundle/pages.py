"""Files that are written for a bundle: a page that plays it, contents to print, playlists, a description in JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from urllib.parse import quote

from pipeline.messages import Message, listed, speaking, tr
from pipeline.pages import pages
from pipeline.publish.bundle.playlist import Bundle, BundleEntry
from pipeline.publish.item import ItemFile, page_language
from pipeline.publish.site.locale import seconds
from pipeline.wording import clock

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
    templates = pages("pipeline.publish.bundle", clock=clock, links=_links, listed=listed)
    with speaking(page_language(bundle.language)):
        played = [_player_data(entry) for entry in bundle.entries]
        index = templates.get_template(INDEX).render(bundle=bundle, played=played, **_asking(bundle))
        contents = templates.get_template(CONTENTS).render(bundle=bundle)
    texts = {
        INDEX: index,
        CONTENTS: contents,
        INFO_FILE: _info(bundle),
        PLAYLIST: _playlist(bundle, lambda entry: entry.video or entry.audio),
    }
    if any(entry.video for entry in bundle.entries) and any(entry.audio for entry in bundle.entries):
        texts[AUDIO_PLAYLIST] = _playlist(bundle, lambda entry: entry.audio or entry.video)
    return {name: text if text.endswith("\n") else f"{text}\n" for name, text in texts.items()}


def _asking(bundle: Bundle) -> dict[str, object]:
    """How its player asks: as the site's does, with everything in the page itself."""
    if not any(entry.item.questions for entry in bundle.entries):
        return {"asking": False, "ask_style": ""}
    site = files("pipeline.publish.site")
    style, script = (site.joinpath("statics", name).read_text("utf-8") for name in ("ask.css", "ask.js"))
    ask = pages("pipeline.publish.site", folder="templates", seconds=seconds).get_template("ask.html").module
    return {"asking": True, "ask": ask, "ask_style": style, "ask_script": script}


def _playlist(bundle: Bundle, chosen: Callable[[BundleEntry], ItemFile | None]) -> str:
    """Extended M3U in UTF-8; paths count from the playlist and are not escaped, as players on televisions want them."""
    lines = ["#EXTM3U"]
    for entry in bundle.entries:
        file = chosen(entry)
        if file is not None:
            seconds = round(file.duration or entry.item.duration)
            lines += [f"#EXTINF:{seconds},{_one_line(f'{entry.place}. {entry.item.title}')}", entry.path(file)]
    return "\n".join(lines) + "\n"


def _player_data(entry: BundleEntry) -> dict[str, object]:
    """An entry for the page's script, with its captions: no browser loads those from a disk."""

    def link(file: ItemFile | None) -> str:
        return quote(entry.path(file)) if file else ""

    cues = [[cue.start / 1000, cue.stop / 1000, cue.text] for cue in entry.item.cues] if entry.captions else []
    return {"title": entry.item.title, "video": link(entry.video), "audio": link(entry.audio), "cues": cues}


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
