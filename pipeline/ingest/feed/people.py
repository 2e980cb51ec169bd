"""Who takes part, and where: as feeds of the Podcasting 2.0 namespace say it."""

from collections.abc import Iterator, Mapping

from pipeline.ingest.feed.nodes import Node
from pipeline.ingest.feed.text import one_line
from pipeline.ingest.feed.values import Plain
from pipeline.model.publishing.podcast import Location, Person


def people_of(node: Node) -> Iterator[Person]:
    """Everybody who is named, each name in each role once."""
    seen = set()
    for one in node.all("podcast:person"):
        person = Person(
            name=one_line(one.whole),
            role=one_line(one.said("role")).lower() or "host",
            group=one_line(one.said("group")).lower() or "cast",
            href=one.said("href"),
            img=one.said("img"),
        )
        if person.name and person not in seen:
            seen.add(person)
            yield person


def is_speaker(person: Person) -> bool:
    return person.group == "cast"


def location_of(node: Node) -> Location | None:
    one = node.first("podcast:location")
    name = one_line(one.whole) if one else ""
    return Location(name=name, geo=one.said("geo"), osm=one.said("osm")) if one and name else None


def person_text(person: Person) -> Plain:
    """As manifests have it."""
    said: Mapping[str, str] = {
        "name": person.name,
        "role": "" if person.role == "host" else person.role,
        "group": "" if person.group == "cast" else person.group,
        "href": person.href,
        "img": person.img,
    }
    return {key: value for key, value in said.items() if value}


def location_text(location: Location) -> Plain:
    said = {"name": location.name, "geo": location.geo, "osm": location.osm}
    return {key: value for key, value in said.items() if value}
