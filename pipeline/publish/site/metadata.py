"""Linked data of pages (schema.org), for search engines."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.programme import Shown
from pipeline.publish.feed.item import primary
from pipeline.publish.item import Item, ItemFile, ItemSeries
from pipeline.publish.site.locale import iso_duration, seconds
from pipeline.publish.site.player import film_of, picture_of, sound_of

CONTEXT = "https://schema.org"


def series_data(series: ItemSeries, items: Sequence[Item], *, public: str) -> dict[str, object]:
    """A series in the terms of schema.org."""
    home = f"{public}{series.slug}/"
    return {
        "@context": CONTEXT,
        "@type": ["PodcastSeries", "LearningResource"],
        "@id": home,
        "url": home,
        "name": series.title,
        "description": series.summary or series.title,
        "inLanguage": series.language,
        "author": {"@type": "Organization", "name": series.author},
        **({"webFeed": f"{home}feed.xml"} if any(primary(item) for item in items) else {}),
        "numberOfEpisodes": len(items),
        **({"image": f"{home}{series.cover.name}"} if series.cover else {}),
        **({"genre": series.category} if series.category else {}),
    }


def episode_data(item: Item, *, public: str) -> dict[str, object]:
    """An episode in the terms of schema.org, with its media and the chapters of its video."""
    home = f"{public}{item.folder}/"
    picture = picture_of(item)
    film, sound = film_of(item), sound_of(item)
    media = [
        _media_object(item, file, home, kind) for file, kind in ((film, "VideoObject"), (sound, "AudioObject")) if file
    ]
    return {
        "@context": CONTEXT,
        "@type": ["PodcastEpisode", "LearningResource"],
        "@id": home,
        "url": home,
        "name": item.title,
        "episodeNumber": item.number,
        "description": item.summary or item.title,
        "inLanguage": item.series.language,
        "timeRequired": iso_duration(item.duration),
        "author": {"@type": "Organization", "name": item.series.author},
        "partOfSeries": {
            "@type": "PodcastSeries", "@id": f"{public}{item.series.slug}/", "name": item.series.title,
        },
        "associatedMedia": media,
        **({"datePublished": item.date.isoformat()} if item.date else {}),
        **({"contributor": [{"@type": "Person", "name": name} for name in item.speakers]} if item.speakers else {}),
        **_parts(item),
        **({"keywords": list(item.tags)} if item.tags else {}),
        **({"image": f"{home}{picture.name}"} if picture else {}),
        **({"sameAs": [link for _, link in links(item)]} if item.public else {}),
    }  # fmt: skip


def _quiz(item: Item) -> Iterator[dict[str, object]]:
    """Its questions; answers are as schema.org has them for practice: the right one, and the others."""
    questions = [
        {
            "@type": "Question", "text": one.text,
            "eduQuestionType": "Multiple choice" if one.options else "Flashcard",
            "acceptedAnswer": {"@type": "Answer", "text": one.answer},
            **({"suggestedAnswer": [
                {"@type": "Answer", "text": option} for n, option in enumerate(one.options, 1) if n != one.right
            ]} if one.options else {}),
        }
        for one in item.questions
    ]  # fmt: skip
    if questions:
        yield {"@type": "Quiz", "name": item.title, "inLanguage": item.series.language, "hasPart": questions}


def _parts(item: Item) -> dict[str, object]:
    """People, quotations and credits of its cards, and what it asks."""
    shown = item.shown or Shown()
    people = [
        {
            "@type": "Person", "name": one.name,
            **({"birthDate": _year(one.born)} if one.born is not None else {}),
            **({"deathDate": _year(one.died)} if one.died is not None else {}),
            **({"description": one.text} if one.text else {}),
        }
        for one in shown.people
    ]  # fmt: skip
    quotes = [
        {
            "@type": "Quotation", "text": one.text,
            **({"creator": {"@type": "Person", "name": one.by}} if one.by else {}),
            **({"citation": one.source} if one.source else {}),
        }
        for one in shown.quotes
    ]  # fmt: skip
    comma, colon = ("；", "：") if item.series.page_language == "zh" else ("; ", ": ")
    credits = comma.join(f"{one.role}{colon}{'、'.join(one.names)}" for one in shown.credits)
    found = {"about": people, "hasPart": [*quotes, *_quiz(item)], "creditText": credits}
    return {name: value for name, value in found.items() if value}


def _year(year: int) -> str:
    """As ISO 8601 has it: 1905, 0042, -0550."""
    return f"{year:04d}" if year >= 0 else f"{year:05d}"


def links(item: Item) -> Iterator[tuple[str, str]]:
    """Its addresses on other platforms, by name; addresses of the web only."""
    return ((name, link) for name, link in sorted(item.public.items()) if link.startswith(("https://", "http://")))


def studio_data(name: str, series: Sequence[ItemSeries], *, public: str) -> dict[str, object]:
    """The studio's page with its series, in the terms of schema.org."""
    listed = [
        {"@type": "ListItem", "position": place, "url": f"{public}{one.slug}/", "name": one.title}
        for place, one in enumerate(series, 1)
    ]
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "@id": public,
        "url": public,
        "name": name,
        "mainEntity": {"@type": "ItemList", "itemListElement": listed},
    }


def _media_object(item: Item, file: ItemFile, home: str, kind: str) -> Mapping[str, object]:
    picture = picture_of(item)
    data: dict[str, object] = {
        "@type": kind,
        "name": item.title,
        "description": item.summary or item.title,
        "contentUrl": home + file.name,
        "encodingFormat": file.type,
        "contentSize": str(file.bytes),
        "duration": iso_duration(file.duration or item.duration),
    }
    if item.date:
        data["uploadDate"] = item.date.isoformat()
    if picture:
        data["thumbnailUrl"] = home + picture.name
    if kind == "VideoObject" and item.chapters:
        data["hasPart"] = [
            {
                "@type": "Clip", "name": one.title, "url": f"{home}#t={seconds(one.start)}",
                "startOffset": one.start / 1000, "endOffset": one.stop / 1000,
            }
            for one in item.chapters
        ]  # fmt: skip
    return data
