"""Documents: what each kind of file may hold, key by key. Users read the descriptions, in editors and the reference."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from pipeline.documents.mappings import Document
from pipeline.documents.scalars import Maybe, OneOrMany, Shape
from pipeline.documents.values import (
    Day,
    Moment,
    Paragraphs,
    Title,
    Titles,
    Version,
    Yes,
    one_of,
    whole_number,
)
from pipeline.manifest.schema import publish_values, reach_values, values
from pipeline.manifest.schema.misplaced import elsewhere
from pipeline.manifest.schema.outlets import (
    ChapterDocument,
    LocationDocument,
    People,
    PodcastDocument,
    ReachDocument,
    ScheduleDocument,
    SiteDocument,
    SoundbiteDocument,
    TargetDocument,
)
from pipeline.manifest.schema.overlays import Insets, LabelsName, Line, LogoDocument, LowerThirds
from pipeline.manifest.schema.settings import (
    AiContentDocument,
    AlignerDocument,
    BedDocument,
    CaptionsDocument,
    CoverDocument,
    LoudnessDocument,
    MotionDocument,
    PausesDocument,
    RenditionDocument,
    ThemeDocument,
    TransitionDocument,
    TreatDocument,
    VoiceDocument,
)
from pipeline.messages import tr

Entries = Annotated[
    list[Any], Shape(tr("a list of segments"), list, type="array", minItems=1, items={"$ref": "#/$defs/Segment"})
]
Part = Annotated[
    Any,
    Shape(
        tr("one segment or a list of segments"), dict, list,
        anyOf=[{"$ref": "#/$defs/Segment"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Segment"}}],
    ),
]  # fmt: skip


class SettingsDocument(Document):
    """Settings that studio, series and episode files share; the nearest one wins, mappings are merged."""

    version: Version = Field(1, alias="voicehall", description="Version of the manifest format.")
    music: Maybe[BedDocument] = Field(None, description="Music under all segments: a file, none, or settings.")
    treat: Maybe[TreatDocument] = Field(
        None,
        description="What is done to the sound of voices, of recordings and clips: speech, none or settings;"
        " default none.",
    )
    pauses: Maybe[PausesDocument] = Field(
        None, description="How long pauses in recordings may be, such as 800ms; default as they are."
    )
    loudness: Maybe[LoudnessDocument] = Field(None, description="Loudness of every programme: -16 LUFS, or settings.")
    renditions: Maybe[Mapping[str, RenditionDocument]] = Field(
        None,
        description="Output files of every programme, by name: a preset, or settings over it. They are added to"
        " {main: video-1080p, sound: audio-mp3}.",
    )
    transition: Maybe[TransitionDocument] = Field(
        None, description="The way into every segment: cut, dissolve or another."
    )
    captions: Maybe[CaptionsDocument] = Field(
        None,
        description="Captions: soft (a track that viewers switch on), burned (drawn into the picture), both, or none,"
        " or settings; default soft.",
    )
    ai_content: Maybe[AiContentDocument] = Field(
        None,
        alias="ai-content",
        description="Whether voices, pictures or texts were made by AI: yes, no or settings; default as voices are.",
    )
    aligner: Maybe[AlignerDocument] = Field(
        None, description="What finds the sentences of scripts in their sound: pauses, faster-whisper, or settings."
    )
    voice: Maybe[VoiceDocument] = Field(
        None, description="The voice that speaks where a segment has 'say': an engine, or settings."
    )
    theme: Maybe[ThemeDocument] = Field(
        None, description="How cards, covers, lower thirds, captions and pages look: one of the themes, or settings."
    )
    fit: Maybe[values.FitName] = Field(
        None,
        description="How a picture of another shape fills the frame: blur (over a blurred copy), pad (over black)"
        " or crop (cut to fill); default blur.",
    )
    motion: Maybe[MotionDocument] = Field(
        None, description="How the view moves over pictures: auto, one of its kinds, or settings; default none."
    )
    labels: Maybe[LabelsName] = Field(
        None,
        description="Labels of pictures: yes draws them, also the words in brackets of scripts, and keeps them for"
        " readers, in the record and on the transcript's page; readers keeps them without drawing; no does neither."
        " If left out, only what stands under 'label' is drawn and kept.",
    )
    logo: Maybe[LogoDocument] = Field(
        None, description="Logo in a corner of every picture: a picture file, none, or settings."
    )
    handles: Maybe[Yes] = Field(
        None,
        description="yes lets a transition show what lies before 'from' and after 'to';"
        " default no: the first or last frame is held.",
    )


class SharedDocument(SettingsDocument):
    """What studio and series files share."""

    author: Maybe[Title] = Field(None, description="Artist of every programme; default the studio's name.")
    language: Maybe[values.Language] = Field(None, description="Language of the programmes; default zh-CN.")
    category: Maybe[Title] = Field(None, description="Genre of every programme.")
    numbering: Maybe[Title] = Field(
        None, description="Text that replaces {numbering}.", examples=["第{number}集", "{number:03d}"]
    )
    intro: Part = Field(None, description="The part named intro, for 'use: intro'.")
    outro: Part = Field(None, description="The part named outro, for 'use: outro'.")
    parts: Annotated[
        Mapping[str, Part], Shape(tr("a mapping"), dict, type="object", additionalProperties={"$ref": "#/$defs/Part"})
    ] = Field({}, description="Further parts by name: each one segment or a list of segments, for 'use: name'.")
    schedule: Maybe[ScheduleDocument] = Field(
        None, description="When programmes come out; default at the start of the day in their 'date'."
    )
    platforms: Maybe[publish_values.Platforms] = Field(
        None, description="Platforms that programmes go to; 'check' reports what these would refuse."
    )


class StudioDocument(SharedDocument):
    """studio.yaml: the root of the workspace. Settings of all series may be here as well."""

    fallbacks: ClassVar[Mapping[str, str]] = {"name": "studio"}

    name: Title = Field(description="The studio's name.", examples=["开福红课堂"])
    media_roots: Titles = Field(
        (), description="Folders outside the workspace that media may come from, such as a network disk."
    )
    targets: Mapping[str, TargetDocument] = Field({}, description="Where programmes are published, by name.")
    site: Maybe[SiteDocument] = Field(None, description="What the pages of its targets say about the studio.")
    timezone: Maybe[reach_values.TimeZone] = Field(
        None, description="Time zone of days and times, in feeds and figures; default Asia/Shanghai."
    )
    reach: Maybe[ReachDocument] = Field(None, description="How plays, reads and downloads are counted.")
    scenes: Maybe[Annotated[Literal["trusted"], one_of(tr("trust"), ("trusted",))]] = Field(
        None,
        description="trusted lets the workspace's own scripts for 'scene' run, which may do whatever you may do;"
        " default only those of ours run.",
    )


class SeriesDocument(SharedDocument):
    """series.yaml: what the episodes of one folder share. The folder's name is the series' id."""

    fallbacks: ClassVar[Mapping[str, str]] = {"title": "series"}

    title: Title = Field(description="The series' title, the album of every programme.", examples=["烈士塔下颂英烈"])
    name: Maybe[Title] = Field(None, description="Pattern of file names, without suffix; default {number:03d} {title}.")
    total: Maybe[Annotated[int, whole_number(1, 99_999)]] = Field(
        None, description="How many episodes the series will have, if that is known."
    )
    aliases: Titles = Field((), description="Other names that platforms use for the series.")
    summary: Paragraphs = Field("", description="What it is about, for its page and its feed.")
    cover: Maybe[CoverDocument] = Field(
        None,
        description="The series' cover: a finished picture, 3000 x 3000, or settings; made from its title if left out.",
    )
    podcast: Maybe[PodcastDocument] = Field(None, description="What its feed says to podcast directories.")


class EpisodeDocument(SettingsDocument):
    """An episode: one numbered programme."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in ("segments", "programme")]})

    fallbacks: ClassVar[Mapping[str, str]] = {"number": "1", "title": "episode"}

    number: Annotated[int, whole_number(1, 99_999)] = Field(description="Its number in the series.", examples=[1])
    title: Title = Field(description="Its title.", examples=["毛泽建：巾帼英烈"])
    short_title: Maybe[Title] = Field(
        None, alias="short-title", description="Its title on platforms for which the full one is too long.",
        examples=["毛泽建"],
    )  # fmt: skip
    summary: Paragraphs = Field("", description="What it is about, in one sentence or a few.")
    date: Maybe[Day] = Field(None, description="Day of publication.")
    publish_at: Maybe[publish_values.DateTime] = Field(
        None, description="It is published nowhere before this moment, in the studio's time zone."
    )
    speakers: Titles = Field((), description="Who speaks: one name or a list.", examples=[["李明"]])
    tags: Titles = Field((), description="Keywords: one or a list.", examples=[["党性教育", "英烈"]])
    cover: Maybe[CoverDocument] = Field(
        None,
        description="The cover: a finished picture, or settings; if left out, the best picture of the episode with its"
        " title.",
        examples=["{picture: photos/raw.jpg, title: yes}"],
    )
    segments: Entries = Field([], description="What is seen and heard, in order; use either this or 'programme'.")
    programme: Annotated[tuple[values.FileName, ...], OneOrMany(least=1)] = Field(
        (),
        description="Files of a programme that was finished elsewhere: a video, its sound, or a list of both."
        " They are used as they are and never encoded again.",
        examples=["../../old/012.mp4", ["../../old/012.mp4", "../../old/012.mp3"]],
    )
    subtitles: Maybe[values.FileName] = Field(None, description="Subtitle file (.srt, .vtt, .ass) of a 'programme'.")
    encoding: Maybe[values.EncodingName] = Field(
        None,
        description="Encoding of the subtitle file, where it is not UTF-8 and not found by itself.",
        examples=["big5"],
    )
    guid: Maybe[values.Guid] = Field(
        None, description="Its identity in feeds and figures, which never changes; made by voicehall if left out."
    )
    season: Maybe[Annotated[int, whole_number(1, 9_999)]] = Field(
        None, description="Season that podcast apps list it under."
    )
    type: Maybe[Annotated[Literal["full", "trailer", "bonus"], one_of(tr("type"), ("full", "trailer", "bonus"))]] = (
        Field(None, description="What podcast apps list it as: full, trailer or bonus; default full.")
    )
    soundbite: Maybe[SoundbiteDocument] = Field(
        None, description="A short part that podcast apps may play as a sample."
    )
    explicit: Maybe[Yes] = Field(None, description="Whether it is unsuitable for children; default as its series.")
    block: Maybe[Yes] = Field(None, description="Whether directories are asked to leave it out; default no.")
    people: Maybe[People] = Field(None, description="What speakers and others do: names with their roles.")
    location: Maybe[LocationDocument] = Field(None, description="The place that it is about.")
    license: Maybe[Title] = Field(None, description="Licence, where it is another than the series'.")
    license_url: Maybe[publish_values.Link] = Field(None, alias="license-url", description="Where it can be read.")
    chapters: Annotated[tuple[ChapterDocument, ...], OneOrMany(mappings=True)] = Field(
        (),
        description="Chapters of a 'programme'; segments have a 'chapter' each.",
        examples=["[{at: 0s, title: 少年}]"],
    )


class EntryDocument(Document):
    """What every segment may hold beside its kind."""

    transition: Maybe[TransitionDocument] = Field(
        None, description="The way into this segment: cut, dissolve or another."
    )
    music: Maybe[BedDocument] = Field(None, description="Music under this segment: a file, none, or settings.")
    chapter: Maybe[Title] = Field(None, description="Title of the chapter that begins here, or none for no chapter.")
    logo: Maybe[LogoDocument] = Field(
        None, description="The logo over this segment: none, a picture file, or settings over the episode's."
    )


class ShownDocument(EntryDocument):
    """What segments of pictures may hold as well."""

    lower_third: Maybe[LowerThirds] = Field(
        None,
        alias="lower-third",
        description="Who somebody is, sliding into the lower third of the picture: a name, or its keys, or a list.",
        examples=["{name: 李明, role: 讲解员}"],
    )
    inset: Maybe[Insets] = Field(
        None,
        description="A picture in the picture, still or moving, or a list of them.",
        examples=["{clip: clips/teacher.mp4, shape: circle}"],
    )


class UseDocument(EntryDocument):
    """A part that series.yaml (or studio.yaml) defines."""

    use: Title = Field(description="The part's name.", examples=["intro"])


class PictureDocument(Document):
    """What every picture over a narration may hold."""

    at: Maybe[Moment] = Field(
        None, description="When it appears, from the narration's start; pictures without a time share the rest equally."
    )
    fit: Maybe[values.FitName] = Field(None, description="How it fills the frame: blur, pad or crop.")
    focus: Maybe[values.FocusName] = Field(
        None,
        description="Point that a crop keeps in view, as shares of the picture's width and height.",
    )
    transition: Maybe[TransitionDocument] = Field(
        None, description="The way into this picture: cut, dissolve or another."
    )
    label: Maybe[Line] = Field(
        None, description="What it shows, or whence it comes, drawn small into a corner.", examples=["韶山，1927年"]
    )


_FILES: Mapping[str, type[Document]] = {"studio.yaml": StudioDocument, "series.yaml": SeriesDocument}
StudioDocument.elsewhere = elsewhere(StudioDocument, {"series.yaml": SeriesDocument})
SeriesDocument.elsewhere = elsewhere(SeriesDocument, {"studio.yaml": StudioDocument})
EpisodeDocument.elsewhere = elsewhere(EpisodeDocument, _FILES)
