"""Pages of a bundle: one that plays from the stick, contents to print, playlists for players of all kinds."""

import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from pipeline.pages import pages
from pipeline.publish.bundle.playlist import Bundle, Part
from pipeline.publish.item import ItemFile
from pipeline.wording import clock

INDEX = "index.html"
CONTENTS = "contents.html"
SHEET = "bundle.json"
"""By which a bundle is known as ours, and read by programs."""
PLAYLIST = "playlist.m3u8"
SOUNDS = "playlist-audio.m3u8"
"""The second one, where there are films as well."""


def bundle_texts(bundle: Bundle) -> Mapping[str, str]:
    """All that is written for a bundle, by path. Nothing tells the time: the same selection gives the same bytes."""
    templates = pages("pipeline.publish.bundle", clock=clock, links=_links)
    texts = {
        INDEX: templates.get_template(INDEX).render(bundle=bundle, played=[_played(part) for part in bundle.parts]),
        CONTENTS: templates.get_template(CONTENTS).render(bundle=bundle),
        SHEET: _sheet(bundle),
        PLAYLIST: _playlist(bundle, lambda part: part.video or part.audio),
    }
    if any(part.video for part in bundle.parts) and any(part.audio for part in bundle.parts):
        texts[SOUNDS] = _playlist(bundle, lambda part: part.audio or part.video)
    return {name: text if text.endswith("\n") else f"{text}\n" for name, text in texts.items()}


def _playlist(bundle: Bundle, chosen: Callable[[Part], ItemFile | None]) -> str:
    """Extended M3U in UTF-8; paths count from the playlist and are not escaped, as players on televisions want them."""
    lines = ["#EXTM3U"]
    for part in bundle.parts:
        file = chosen(part)
        if file is not None:
            seconds = round(file.duration or part.item.duration)
            lines += [f"#EXTINF:{seconds},{_one_line(f'{part.place}. {part.item.title}')}", part.path(file)]
    return "\n".join(lines) + "\n"


def _played(part: Part) -> dict[str, object]:
    """What the page's player knows of a part; captions go into the page, since no browser loads them from a disk."""

    def link(file: ItemFile | None) -> str:
        return quote(part.path(file)) if file else ""

    return {
        "title": part.item.title,
        "video": link(part.video),
        "audio": link(part.audio),
        "cues": [[cue.start / 1000, cue.stop / 1000, cue.text] for cue in part.item.cues] if part.captions else [],
    }


def _sheet(bundle: Bundle) -> str:
    value = {
        "voicehall": 1,
        "bundle": 1,
        "studio": bundle.studio,
        "for": bundle.reader,
        "programmes": [
            {
                "place": part.place,
                "series": part.item.series.id,
                "number": part.item.number,
                "title": part.item.title,
                "guid": part.item.guid,
                "duration": round(float(part.item.duration), 3),
                "files": [
                    {"path": path, "bytes": file.bytes, "sha256": file.sha256} for path, file in part.files
                ],
            }
            for part in bundle.parts
        ],
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _links(part: Part) -> Iterator[tuple[str, str]]:
    """Words and addresses of a part's files, for browsers without scripts and for printed contents."""
    for words, file in (("看视频", part.video), ("听声音", part.audio), ("看讲义", part.handout)):
        if file is not None:
            yield words, quote(part.path(file))
