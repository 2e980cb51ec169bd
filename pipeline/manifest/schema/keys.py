"""Documents: what each kind of file may say, key by key; the text of every description reaches editors and the docs."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from pipeline.documents.mappings import Document, ShortDocument
from pipeline.documents.scalars import Maybe, OneOrMany, Shape
from pipeline.documents.values import Day, Length, Moment, Paragraphs, Title, Titles, Version, one_of, whole
from pipeline.manifest.schema import publish_values, reach_values, values
from pipeline.manifest.schema.outlets import (
    PodcastDocument,
    ReachDocument,
    ScheduleDocument,
    SoundbiteDocument,
    TargetDocument,
)
from pipeline.messages import tr

Entries = Annotated[
    list[Any], Shape("a list of segments", list, type="array", minItems=1, items={"$ref": "#/$defs/Segment"})
]
Part = Annotated[
    Any,
    Shape(
        "one segment or a list of them", dict, list,
        anyOf=[{"$ref": "#/$defs/Segment"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Segment"}}],
    ),
]  # fmt: skip


class BedDocument(ShortDocument):
    """Music under speech and pictures."""

    short = "file"

    file: Maybe[values.FileName] = Field(None, description="Sound file, or none for silence.", examples=["none"])
    gain: Maybe[values.Gain] = Field(
        None, description="Level against the programme's loudness; -14 dB where nothing is said."
    )
    duck: Maybe[values.Gain] = Field(
        None, description="Further change while somebody speaks; -8 dB where nothing is said, 0 dB leaves it alone."
    )
    fade: Maybe[Moment] = Field(None, description="Fade at either end; 2s where nothing is said.")


class LoudnessDocument(ShortDocument):
    """Where programmes stand (EBU R 128)."""

    short = "target"

    target: Maybe[values.Loudness] = Field(None, description="Integrated loudness; -16 LUFS where nothing is said.")
    peak: Maybe[values.Peak] = Field(None, description="Highest true peak; -1 dBTP where nothing is said.")


class TransitionDocument(ShortDocument):
    """The way from one picture to the next."""

    short = "kind"

    kind: Maybe[Annotated[Literal["cut", "dissolve"], one_of(tr("transition"), ("cut", "dissolve"))]] = Field(
        None, description="Naming a kind starts afresh from that kind's own length."
    )
    length: Maybe[Length] = Field(
        None, alias="for", description="Length of a dissolve; 500ms where nothing is said. A cut has none."
    )


class AlignerDocument(ShortDocument):
    """What finds the sentences of scripts in their sound."""

    short = "engine"

    engine: Maybe[
        Annotated[Literal["pauses", "faster-whisper"], one_of(tr("aligner"), ("pauses", "faster-whisper"))]
    ] = Field(
        None,
        description="pauses (the house's own, by pauses and loudness) or faster-whisper, a recogniser that you have"
        " installed; pauses where nothing is said.",
    )
    model: Maybe[Title] = Field(
        None, description="Folder of the recogniser's model on this machine.", examples=["~/models/whisper-small"]
    )


class ThemeDocument(Document):
    """How cards look."""

    background: Maybe[values.Colour] = Field(None, description="Colour behind the text.")
    foreground: Maybe[values.Colour] = Field(None, description="Colour of the text.")
    accent: Maybe[values.Colour] = Field(None, description="Colour of lines and small marks.")
    picture: Maybe[values.FileName] = Field(None, description="Picture behind the text, or none.")
    font: Maybe[values.FileName] = Field(None, description="Font file, or none for the system's Noto Sans CJK.")


class RenditionDocument(ShortDocument):
    """One file that every programme gets."""

    short = "preset"

    preset: Maybe[values.PresetName] = Field(
        None, description="What to start from, afresh; none leaves this rendition out."
    )
    size: Maybe[values.Size] = Field(None, description="Width x height in pixels, both even.", examples=["1280x720"])
    rate: Maybe[values.Rate] = Field(None, description="Frames a second, a number or a ratio.", examples=["30000/1001"])
    crf: Maybe[Annotated[int, whole(10, 40)]] = Field(
        None, description="Picture quality: smaller is better and larger; 21 is the house's."
    )
    bitrate: Maybe[values.Bitrate] = Field(None, description="Of the sound, in thousands of bits a second.")
    channels: Maybe[values.Channels] = Field(None, description="mono or stereo.")
    reframe: Maybe[values.FitName] = Field(
        None,
        description="How all pictures of another shape fill this frame, whatever their fit says:"
        " blur, pad or crop. Cards are typeset anew for every shape.",
    )
    focus: Maybe[values.FocusName] = Field(
        None,
        description="Where a crop looks in pictures that say nothing of it; in their middle where nothing is said.",
    )
    loudness: Maybe[values.Loudness] = Field(
        None, description="Integrated loudness of this file alone; the programme's where nothing is said."
    )
    captions: Maybe[values.CaptionsName] = Field(
        None, description="How this file shows captions; as the episode says where nothing is said."
    )


class SettingsDocument(Document):
    """What studio, series and episode files share; the nearest wins, mappings merge."""

    version: Version = Field(1, alias="voicehall", description="Version of the manifest's form.")
    music: Maybe[BedDocument] = Field(None, description="Music bed under all segments: a file, or none, or settings.")
    loudness: Maybe[LoudnessDocument] = Field(None, description="Loudness of every programme: -16 LUFS, or settings.")
    renditions: Maybe[Mapping[str, RenditionDocument]] = Field(
        None,
        description="Files made of every programme, by name: a preset or settings over it."
        " {main: video-1080p, sound: audio-mp3} is always there.",
    )
    transition: Maybe[TransitionDocument] = Field(None, description="The way into every segment: cut or dissolve.")
    captions: Maybe[values.CaptionsName] = Field(
        None,
        description="Captions: soft (a track that viewers switch on), burned (drawn into the picture), both, or none;"
        " soft where nothing is said.",
    )
    aligner: Maybe[AlignerDocument] = Field(
        None, description="What finds the sentences of scripts in their sound: pauses or faster-whisper, or settings."
    )
    theme: Maybe[ThemeDocument] = Field(None, description="Colours, picture and font of cards.")
    fit: Maybe[values.FitName] = Field(
        None,
        description="How a picture of another shape fills the frame: blur (over a blurred copy), pad (over black),"
        " crop (cut to fill); blur where nothing is said.",
    )


class SharedDocument(SettingsDocument):
    """What studio and series files share."""

    author: Maybe[Title] = Field(None, description="Artist of every programme; the studio's name by default.")
    language: Maybe[values.Language] = Field(None, description="Language of the programmes; zh-CN by default.")
    category: Maybe[Title] = Field(None, description="Genre of every programme.")
    numbering: Maybe[Title] = Field(
        None, description="What {numbering} becomes.", examples=["第{number}集", "{number:03d}"]
    )
    intro: Part = Field(None, description="The part named intro, for 'use: intro'.")
    outro: Part = Field(None, description="The part named outro, for 'use: outro'.")
    parts: Annotated[
        Mapping[str, Part], Shape("a mapping", dict, type="object", additionalProperties={"$ref": "#/$defs/Part"})
    ] = Field({}, description="Further parts by name: each one segment or a list of them, for 'use: name'.")
    schedule: Maybe[ScheduleDocument] = Field(
        None, description="When programmes come out; at the start of their date where nothing is said."
    )
    platforms: Maybe[publish_values.Platforms] = Field(
        None, description="Platforms that programmes go to: 'check' then tells what these would refuse."
    )


class StudioDocument(SharedDocument):
    """studio.yaml: the workspace's root. What series share may stand here as well."""

    fallbacks: ClassVar[Mapping[str, str]] = {"name": "studio"}

    name: Title = Field(description="The studio's name.", examples=["开福红课堂"])
    media_roots: Titles = Field(
        (), description="Folders outside the workspace that media may come from, such as a network disk."
    )
    targets: Mapping[str, TargetDocument] = Field({}, description="Where programmes are published, by name.")
    timezone: Maybe[reach_values.TimeZone] = Field(
        None, description="In which days begin, in feeds and figures; Asia/Shanghai where nothing is said."
    )
    reach: Maybe[ReachDocument] = Field(None, description="How plays, reads and downloads are counted.")


class SeriesDocument(SharedDocument):
    """series.yaml: what the episodes of one folder share. The folder's name is the series' id."""

    fallbacks: ClassVar[Mapping[str, str]] = {"title": "series"}

    title: Title = Field(description="The series' title, the album of every programme.", examples=["烈士塔下颂英烈"])
    name: Maybe[Title] = Field(
        None, description="Pattern of file names, without suffix; {number:03d} {title} where nothing is said."
    )
    total: Maybe[Annotated[int, whole(1, 99_999)]] = Field(
        None, description="Episodes the series will have, where that is known."
    )
    aliases: Titles = Field((), description="Other names that platforms use for the series.")
    summary: Paragraphs = Field("", description="What it is about, for its page and its feed.")
    cover: Maybe[values.FileName] = Field(
        None, description="Picture file of the series' cover, 3000 x 3000; made from its title otherwise."
    )
    podcast: Maybe[PodcastDocument] = Field(None, description="What its feed says to podcast directories.")


class EpisodeDocument(SettingsDocument):
    """An episode: one numbered programme."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in ("segments", "programme")]})

    fallbacks: ClassVar[Mapping[str, str]] = {"number": "1", "title": "episode"}

    number: Annotated[int, whole(1, 99_999)] = Field(description="Its number in the series.", examples=[1])
    title: Title = Field(description="Its title.", examples=["毛泽建：巾帼英烈"])
    summary: Paragraphs = Field("", description="What it is about, in a sentence or a few.")
    date: Maybe[Day] = Field(None, description="Day of publication.")
    publish_at: Maybe[publish_values.DateTime] = Field(
        None, description="Before this moment, in the studio's time zone, it goes to no target."
    )
    speakers: Titles = Field((), description="Who speaks: one name or a list.", examples=[["李明"]])
    tags: Titles = Field((), description="Keywords: one or a list.", examples=[["党性教育", "英烈"]])
    cover: Maybe[values.FileName] = Field(None, description="Picture file of the cover; made from the title otherwise.")
    segments: Entries = Field([], description="What is seen and heard, in order; either this or 'programme'.")
    programme: Annotated[tuple[values.FileName, ...], OneOrMany(least=1)] = Field(
        (),
        description="Files of a programme that was finished elsewhere: a film, its sound, or a list of both."
        " They are taken as they are and never encoded again.",
        examples=["../../old/012.mp4", ["../../old/012.mp4", "../../old/012.mp3"]],
    )
    subtitles: Maybe[values.FileName] = Field(None, description="Subtitle file (.srt, .vtt, .ass) of a 'programme'.")
    guid: Maybe[values.Guid] = Field(
        None, description="Its identity in feeds and figures, given once and never changed; it wants no care of yours."
    )
    season: Maybe[Annotated[int, whole(1, 9_999)]] = Field(None, description="Season that podcast apps list it under.")
    type: Maybe[Annotated[Literal["full", "trailer", "bonus"], one_of(tr("type"), ("full", "trailer", "bonus"))]] = (
        Field(None, description="What podcast apps list it as: full, trailer or bonus; full by default.")
    )
    soundbite: Maybe[SoundbiteDocument] = Field(None, description="A stretch that podcast apps may play for a taste.")


class EntryDocument(Document):
    """What every segment may say beside its kind."""

    transition: Maybe[TransitionDocument] = Field(None, description="The way into this segment: cut or dissolve.")
    music: Maybe[BedDocument] = Field(None, description="Music bed for this segment: a file, or none, or settings.")
    chapter: Maybe[Title] = Field(None, description="Title of the chapter that begins here, or none for no chapter.")


class UseDocument(EntryDocument):
    """A part that series.yaml (or studio.yaml) defines."""

    use: Title = Field(description="The part's name.", examples=["intro"])


class PictureDocument(Document):
    """What every picture over a narration may say."""

    at: Maybe[Moment] = Field(
        None, description="When it comes up, from the narration's start; pictures without share the room equally."
    )
    fit: Maybe[values.FitName] = Field(None, description="How it fills the frame: blur, pad or crop.")
    focus: Maybe[values.FocusName] = Field(
        None, description="Where a crop looks: shares of the picture's width and height from its upper left corner."
    )
    transition: Maybe[TransitionDocument] = Field(None, description="The way into this picture: cut or dissolve.")
