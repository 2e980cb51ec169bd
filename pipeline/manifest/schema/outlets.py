"""Documents about publishing and its figures: schedules, feeds, targets, play counts."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.scalars import Maybe, OneOrMany
from pipeline.documents.values import (
    Day,
    Length,
    Moment,
    Paragraphs,
    Title,
    Titles,
    Yes,
    one_of,
    text,
    whole_number,
)
from pipeline.manifest.schema import publish_values, reach_values
from pipeline.messages import tr

_Long = Annotated[str, text(4000)]
_Short = Annotated[str, text(128)]
_MEDIUMS = ("podcast", "course", "audiobook", "video")


class ScheduleDocument(ShortDocument):
    """When the episodes of a series come out."""

    short = "day"

    day: Maybe[publish_values.Days] = Field(
        None, description="Day of the week, or several, on which an episode comes out."
    )
    time: Maybe[publish_values.TimeOfDay] = Field(
        None, description="Time of day, in the studio's time zone; default 00:00.", examples=["19:30"]
    )
    start: Maybe[Day] = Field(
        None,
        alias="from",
        description="Episode 1 comes out on the first such day from this date on. Without it, episodes need a 'date'.",
    )


class PersonDocument(ShortDocument):
    """Somebody who takes part."""

    short = "name"

    name: Title = Field(description="Their name.", examples=["李明"])
    role: Maybe[Title] = Field(None, description="What they do: host, guest, editor ...; default host.")
    group: Maybe[Title] = Field(None, description="Whom they belong to: cast, writing, crew ...; default cast.")
    href: Maybe[publish_values.Link] = Field(None, description="Address of a page about them.")
    img: Maybe[publish_values.Link] = Field(None, description="Address of a picture of them.")


class LocationDocument(ShortDocument):
    """What it is about, as a place."""

    short = "name"

    name: Title = Field(description="Its name.", examples=["长沙烈士公园"])
    geo: Maybe[Title] = Field(None, description="Where it is.", examples=["geo:28.2282,112.9388"])
    osm: Maybe[Title] = Field(None, description="Its id in OpenStreetMap.", examples=["R3202711"])


class FundingDocument(ShortDocument):
    """Where listeners may give something."""

    short = "url"

    url: publish_values.Link = Field(description="Address of the page.", examples=["https://example.org/donate"])
    text: Maybe[Title] = Field(None, description="What apps write on the button.")


class NoticeDocument(ShortDocument):
    """A free text for machines."""

    short = "text"

    text: _Long = Field(description="The text, as whoever asks for it gave it.")
    purpose: Maybe[_Short] = Field(None, description="What it is for.", examples=["verify"])


People = Annotated[tuple[PersonDocument, ...], OneOrMany(mappings=True)]


class PodcastDocument(Document):
    """What podcast directories and apps learn about the series' feed."""

    category: Maybe[publish_values.Categories] = Field(
        None,
        description="One of Apple's categories, or a category > a subcategory, or a list of those, the main one first;"
        " default Education.",
        examples=["Education", "Education > Courses", "[Education > Courses, History]"],
    )
    explicit: Maybe[Yes] = Field(None, description="Whether it is unsuitable for children; default no.")
    type: Maybe[Annotated[Literal["episodic", "serial"], one_of(tr("type"), ("episodic", "serial"))]] = Field(
        None, description="serial (in order, from the first episode on) or episodic (in any order); default serial."
    )
    medium: Maybe[Annotated[Literal["podcast", "course", "audiobook", "video"], one_of(tr("medium"), _MEDIUMS)]] = (
        Field(None, description="What kind of feed it is; default podcast.")
    )
    locked: Maybe[Yes] = Field(
        None, description="Whether other podcast hosts are kept from taking over the feed; default yes."
    )
    owner: Maybe[publish_values.Email] = Field(
        None, description="E-mail address by which directories verify who owns the feed."
    )
    copyright: Maybe[Title] = Field(None, description="Who holds the rights.")
    license: Maybe[Title] = Field(None, description="Licence under which it may be used.", examples=["cc-by-4.0"])
    complete: Maybe[Yes] = Field(None, description="Whether no further episode will come.")
    moved_to: Maybe[publish_values.Address] = Field(
        None, alias="moved-to", description="The feed's new address, for subscribers to follow."
    )
    guid: Maybe[publish_values.FeedGuid] = Field(
        None,
        description="The identity of a feed that came from elsewhere; made from the feed's address if left out.",
    )
    ai_content: Maybe[Yes] = Field(
        None, alias="ai-content", description="Whether voices, pictures or texts were made by AI."
    )
    block: Maybe[Yes] = Field(None, description="Whether directories are asked to leave it out; default no.")
    license_url: Maybe[publish_values.Link] = Field(
        None, alias="license-url", description="Where a licence of your own can be read."
    )
    funding: Maybe[Annotated[tuple[FundingDocument, ...], OneOrMany(mappings=True)]] = Field(
        None, description="Where listeners may give something: an address, or several with their texts."
    )
    people: Maybe[People] = Field(None, description="Who makes it: names, with what they do.")
    location: Maybe[LocationDocument] = Field(None, description="The place that it is about.")
    txt: Maybe[Annotated[tuple[NoticeDocument, ...], OneOrMany(mappings=True)]] = Field(
        None, description="Texts for machines, as by which a directory sees that the feed is yours."
    )


class TargetDocument(Document):
    """A place that programmes are published to."""

    url: publish_values.TargetUrl = Field(
        description="Where files are put: a folder (file://site), sftp://, s3:// or webdav+https://.",
        examples=["file://site", "sftp://user@host:22/www", "s3://bucket/lessons", "webdav+https://user@nas/lessons"],
    )
    public: publish_values.PublicUrl = Field(
        description="Address of the same place for visitors.", examples=["https://hall.example.org/lessons/"]
    )
    key: Maybe[Title] = Field(None, description="File of the private key, for sftp.")
    known_hosts: Maybe[Title] = Field(
        None, alias="known-hosts", description="File with the host keys that are trusted; default ~/.ssh/known_hosts."
    )
    password_env: Maybe[publish_values.Variable] = Field(
        None,
        alias="password-env",
        description="Environment variable that holds the password, which must not be in this file."
        " Without it, the system's keyring is asked.",
    )
    pace: Maybe[publish_values.PaceName] = Field(
        None, description="How many episodes may be published in a minute, hour, day or week.", examples=["20/hour"]
    )
    review: Maybe[Annotated[Literal["required", "none"], one_of(tr("review"), ("required", "none"))]] = Field(
        None, description="required: only episodes released with 'voicehall approve' are published."
    )
    uploads: Maybe[Annotated[int, whole_number(1, 16)]] = Field(
        None, description="Files uploaded at the same time; default 2."
    )
    bandwidth: Maybe[publish_values.Bandwidth] = Field(
        None, description="Bytes a second at most.", examples=["500kB", "2MB"]
    )


class SiteDocument(Document):
    """What the studio's pages say about who runs them."""

    about: Paragraphs = Field("", description="Who the studio is, in a few sentences; each line is a paragraph.")
    contact: Titles = Field(
        (),
        description="How to reach it: a line or several. Telephone numbers, e-mail and web addresses become links.",
        examples=["[电话：0731-88888888, studio@example.org]"],
    )
    icp: Maybe[publish_values.IcpNumber] = Field(
        None,
        description="Number of the site's ICP filing (ICP备案号); it stands at the foot of every page with its link.",
    )
    police: Maybe[publish_values.PoliceNumber] = Field(
        None, description="Number of the site's filing with the police (公安备案号), likewise."
    )


class AccountDocument(ShortDocument):
    """An account on a platform."""

    short = "series"

    series: Maybe[Title] = Field(None, description="The series that it posts.", examples=["lieshita"])


class ReachDocument(Document):
    """Play counts: where they are kept, and which belong together."""

    store: Maybe[reach_values.StoreUrl] = Field(
        None, description="Database of the figures; default a file in .voicehall."
    )
    primary: Mapping[str, reach_values.PlatformName] = Field(
        {},
        description="Whose count is used where several tools counted the same listening: for podcast (all series), or"
        " for a series' id. By default podcast-host before web-log before op3.",
        examples=["{podcast: web-log}"],
    )
    accounts: Mapping[str, AccountDocument] = Field(
        {},
        description="What accounts post, by platform or platform/name: a number in a title is then an episode of that"
        " series.",
        examples=["{douyin: {series: lieshita}}"],
    )


class ChapterDocument(Document):
    """A chapter of a finished programme."""

    at: Moment = Field(description="Where it begins.", examples=["1m10s"])
    title: Title = Field(description="Its title.", examples=["她的少年"])


class SoundbiteDocument(Document):
    """A short part of an episode that podcast apps may play as a sample."""

    at: Moment = Field(description="Where it begins.", examples=["1m10s"])
    length: Length = Field(alias="for", description="How long it is; apps prefer 15 to 120 s.", examples=["30s"])
    title: Maybe[Title] = Field(None, description="Its title; default the episode's.")
