"""What files say of going out and of coming back: schedules, feeds, targets, figures."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.scalars import Maybe
from pipeline.documents.values import Day, Length, Moment, Title, Yes, one_of, whole
from pipeline.manifest.schema import publish_values, reach_values
from pipeline.messages import tr

_MEDIUMS = ("podcast", "course", "audiobook", "video")


class ScheduleDocument(ShortDocument):
    """When the episodes of a series come out."""

    short = "day"

    day: Maybe[publish_values.Days] = Field(None, description="Day of the week, or several, on which one comes out.")
    time: Maybe[publish_values.TimeOfDay] = Field(
        None, description="Time of day, in the studio's time zone; 00:00 by default.", examples=["19:30"]
    )
    start: Maybe[Day] = Field(
        None, alias="from", description="Day from which number 1 takes its turn; without it, episodes have a 'date'."
    )


class PodcastDocument(Document):
    """How podcast directories and apps are to take the series' feed."""

    category: Maybe[publish_values.Category] = Field(
        None, description="One of Apple's categories, or with what lies under it; Education by default."
    )
    explicit: Maybe[Yes] = Field(None, description="Whether it is not for children; no by default.")
    type: Maybe[Annotated[Literal["episodic", "serial"], one_of(tr("type"), ("episodic", "serial"))]] = Field(
        None, description="serial (from the first episode on) or episodic; serial by default."
    )
    medium: Maybe[Annotated[Literal["podcast", "course", "audiobook", "video"], one_of(tr("medium"), _MEDIUMS)]] = (
        Field(None, description="What it is; podcast by default.")
    )
    locked: Maybe[Yes] = Field(None, description="Whether other hosts may not take it over; yes by default.")
    owner: Maybe[publish_values.Email] = Field(
        None, description="E-mail by which directories verify who owns the feed."
    )
    copyright: Maybe[Title] = Field(None, description="Who holds the rights.")
    license: Maybe[Title] = Field(None, description="Under which it may be used.", examples=["cc-by-4.0"])
    complete: Maybe[Yes] = Field(None, description="Whether no further episode will come.")
    moved_to: Maybe[publish_values.Address] = Field(
        None, alias="moved-to", description="The feed's new address, for subscribers to follow."
    )
    guid: Maybe[publish_values.FeedGuid] = Field(
        None,
        description="The identity of a feed that came from elsewhere; made from its address where nothing is said.",
    )
    ai_content: Maybe[Yes] = Field(
        None, alias="ai-content", description="Whether voices, pictures or texts of it were made by machines."
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
        None, alias="known-hosts", description="File of the host keys that are trusted; ~/.ssh/known_hosts by default."
    )
    password_env: Maybe[publish_values.Variable] = Field(
        None,
        alias="password-env",
        description="Environment variable that holds the password; it never stands in this file."
        " Where none is named, the system's keyring is asked.",
    )
    pace: Maybe[publish_values.PaceName] = Field(
        None, description="Episodes that may go out in a time.", examples=["20/hour"]
    )
    review: Maybe[Annotated[Literal["required", "none"], one_of(tr("review"), ("required", "none"))]] = Field(
        None, description="required: only what 'voicehall approve' let through goes out."
    )
    uploads: Maybe[Annotated[int, whole(1, 16)]] = Field(None, description="Files on their way at once; 2 by default.")
    bandwidth: Maybe[publish_values.Bandwidth] = Field(
        None, description="Bytes a second at most.", examples=["500kB", "2MB"]
    )


class AccountDocument(ShortDocument):
    """An account on a platform."""

    short = "series"

    series: Maybe[Title] = Field(None, description="The series that it posts.", examples=["lieshita"])


class ReachDocument(Document):
    """Play counts: where they are kept, and what belongs together."""

    store: Maybe[reach_values.StoreUrl] = Field(
        None, description="Database of the figures; a file in .voicehall where nothing is said."
    )
    primary: Mapping[str, reach_values.PlatformName] = Field(
        {},
        description="Whose count stands where several tools saw the same listening: by podcast, or by a series' id."
        " podcast-host before web-log before op3 where nothing is said.",
        examples=["{podcast: web-log}"],
    )
    accounts: Mapping[str, AccountDocument] = Field(
        {},
        description="What accounts post, by platform or platform/name: a number in a title is then one of that series.",
        examples=["{douyin: {series: lieshita}}"],
    )


class SoundbiteDocument(Document):
    """A stretch of an episode that podcast apps may play for a taste of it."""

    at: Moment = Field(description="Where it begins.", examples=["1m10s"])
    length: Length = Field(alias="for", description="How long it is; apps like 15 to 120 s.", examples=["30s"])
    title: Maybe[Title] = Field(None, description="What it is called; the episode's title by default.")
