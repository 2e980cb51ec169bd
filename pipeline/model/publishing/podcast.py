"""Podcasts: what a series' feed says beside titles."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Literal
from uuid import UUID, uuid5

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark

GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of `podcast:guid`, as its specification states it."""


APPLE_CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature",
        "Physics", "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
        "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip
"""Apple's categories and their subcategories, as podcast directories spell them (podcasters.apple.com, 2024)."""


Kind = Literal["full", "trailer", "bonus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who takes part."""

    name: str
    role: str = "host"
    """As the taxonomy of the Podcasting 2.0 namespace has it, in small letters: guest, editor."""
    group: str = "cast"
    href: str = ""
    """Of a page about them."""
    img: str = ""
    """Of a picture of them."""

    @property
    def plain(self) -> "Person":
        """The same, known by name alone."""
        return Person(name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """What a podcast or an episode is about, as a place."""

    name: str
    geo: str = ""
    """`geo:28.2282,112.9388`."""
    osm: str = ""
    """Of OpenStreetMap: `R3202711`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Where listeners may give something."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A free text for machines, as by which a host proves that a feed is its owner's."""

    text: str
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """What a series' feed tells podcast directories and apps."""

    category: str = "Education"
    """One of Apple's categories, or a category with a subcategory: `Education > Courses`."""
    explicit: bool = False
    kind: Literal["episodic", "serial"] = "serial"
    """serial: to be listened to in order, from the first episode on."""
    medium: Literal["podcast", "course", "audiobook", "video"] = "podcast"
    locked: bool = True
    """Whether other podcast hosts are kept from taking over the feed."""
    owner: str = ""
    """The e-mail address by which directories verify who owns the feed."""
    copyright: str = ""
    license: str = ""
    """Such as `cc-by-4.0`."""
    complete: bool = False
    """No further episode will come."""
    moved_to: str = ""
    """The feed's new address, for subscribers to follow."""
    guid: str = ""
    """The feed's identity, a UUID, if it had one elsewhere; else it is made from its address."""
    ai_content: bool | None = None
    """Whether voices, pictures or texts were made by AI; None leaves it open."""
    further: tuple[str, ...] = ()
    """Categories beside the first."""
    block: bool = False
    """Whether directories are asked to leave it out."""
    license_url: str = ""
    """Of a licence that is none of the known ones."""
    funding: tuple[Funding, ...] = ()
    people: tuple[Person, ...] = ()
    location: Location | None = None
    txt: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A short part of an episode that apps may play as a sample."""

    start: Fraction
    """Seconds."""
    length: Fraction
    """Seconds."""
    title: str = ""
    """The episode's where it is empty."""
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How podcast apps list an episode."""

    season: int | None = None
    kind: Kind = "full"
    soundbite: Soundbite | None = None
    explicit: bool | None = field(default=None, metadata=OUTSIDE_RECIPE)
    """Whether it is unsuitable for children; None where it is as its series."""
    block: bool = field(default=False, metadata=OUTSIDE_RECIPE)
    """Whether directories are asked to leave it out."""
    people: tuple[Person, ...] = field(default=(), metadata=OUTSIDE_RECIPE)
    """Those of whom more is known than that they speak."""
    location: Location | None = field(default=None, metadata=OUTSIDE_RECIPE)
    license: str = field(default="", metadata=OUTSIDE_RECIPE)
    """Where it is another than the series'."""
    license_url: str = field(default="", metadata=OUTSIDE_RECIPE)

    @property
    def added(self) -> Mapping[str, object]:
        """What is said in fields that came later: keys of programmes without them stay what they were."""
        later = (one for one in fields(self) if one.metadata == OUTSIDE_RECIPE)
        return {one.name: value for one in later if (value := getattr(self, one.name)) != one.default}


def podcast_guid(address: str) -> str:
    """The feed's identity: UUIDv5 of its address without scheme and trailing slashes."""
    return str(uuid5(GUIDS, address.partition("://")[2].rstrip("/")))
