"""Documents of settings that cascade: music, loudness, transitions, looks and output files."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from pipeline.documents.mappings import ShortDocument
from pipeline.documents.scalars import Maybe, OneOrMany
from pipeline.documents.values import Length, Moment, Title, Yes, one_of, whole_number
from pipeline.manifest.schema import values
from pipeline.manifest.schema.overlays import LogoDocument
from pipeline.messages import tr
from pipeline.model.series import TRANSITIONS, Ending, TransitionKind


class BedDocument(ShortDocument):
    """Music under speech and pictures."""

    short = "file"

    file: Maybe[values.FileName] = Field(None, description="Sound file, or none for no music.", examples=["none"])
    gain: Maybe[values.Gain] = Field(None, description="Level against the programme's loudness; default -14 dB.")
    duck: Maybe[values.Gain] = Field(
        None, description="Further change of level while somebody speaks; default -8 dB, 0 dB leaves it as it is."
    )
    fade: Maybe[Moment] = Field(
        None, description="Length of the fade at its beginning and end; default 2s, at its end 500ms at least."
    )
    ends: Maybe[Annotated[Ending, one_of(tr("ending"), get_args(Ending))]] = Field(
        None,
        description="How it ends: fade; own, with its last note, for which it begins as far inside as is needed; bar,"
        " with the last bar that is over in its time; default fade.",
    )
    channels: Maybe[values.SidesName] = Field(
        None,
        description="What is heard of its two channels: left or right on both sides, the mix of both, or stereo as it"
        " is. If left out, music on one side only is put on both, and opposite phase is mended, with a warning.",
    )
    track: Maybe[values.TrackNumber] = Field(
        None, description="Which of its sound tracks is heard, counted from 1; default the one that players choose."
    )


class LoudnessDocument(ShortDocument):
    """How loud programmes are (EBU R 128)."""

    short = "target"

    target: Maybe[values.Loudness] = Field(None, description="Integrated loudness; default -16 LUFS.")
    peak: Maybe[values.Peak] = Field(None, description="Highest true peak; default -1 dBTP.")


class TransitionDocument(ShortDocument):
    """The way from one picture to the next."""

    short = "kind"

    kind: Maybe[Annotated[TransitionKind | Literal["cut"], one_of(tr("transition"), TRANSITIONS)]] = Field(
        None,
        description="cut, dissolve, dip-to-black, dip-to-white, wipe-left, wipe-right, slide-left, slide-right,"
        " push-left, push-right or circle-open; naming one resets its length.",
    )
    length: Maybe[Length] = Field(None, alias="for", description="How long it takes; default 500ms. A cut has none.")


class MotionDocument(ShortDocument):
    """How the view moves over a picture that stands still."""

    short = "kind"

    kind: Maybe[values.MotionName] = Field(
        None,
        description="push-in, pull-out, pan-left, pan-right, pan-up, pan-down, none, or auto, which chooses by the"
        " picture's shape.",
    )
    amount: Maybe[values.AmountName] = Field(
        None,
        description="By how much the picture grows, or the view moves, in shares of the frame; default 12%, along a"
        " long picture as far as time allows.",
        examples=["12%"],
    )
    focus: Maybe[values.FocusName] = Field(
        None, description="What is pushed in on: shares of the picture's width and height; default its 'focus'."
    )
    ease: Maybe[values.EaseName] = Field(
        None, description="Whether it sets off and stops gently: in-out, in, out or linear; default in-out."
    )


class CaptionsDocument(ShortDocument):
    """Captions: how they are shown, and how they look where they are drawn into the picture."""

    short = "mode"

    mode: Maybe[values.CaptionsName] = Field(
        None,
        description="soft (a track that viewers switch on), burned (drawn into the picture), both, or none;"
        " default soft.",
    )
    style: Maybe[values.CaptionStyleName] = Field(
        None,
        description="What drawn captions stand on: outline (around the letters), box (around the lines) or bar (a band"
        " across the frame); default as the theme has it.",
    )
    size: Maybe[values.Percent] = Field(
        None, description="Size of drawn captions against what is usual for the frame; default 100%.", examples=["120%"]
    )
    punctuation: Maybe[Yes] = Field(
        None,
        description="no draws captions as broadcasters do: without commas and full stops, with a blank where one stood"
        " within a line; default yes.",
    )


class AiContentDocument(ShortDocument):
    """Content made by artificial intelligence, and its label (GB 45438-2025)."""

    short = "made"

    made: Maybe[Yes] = Field(
        None,
        description="Whether voices, pictures or texts were made by AI; default yes where a machine's voice speaks.",
    )
    label: Maybe[Title] = Field(
        None, description="Words of the label in the picture and on pages.", examples=["AI生成"]
    )
    producer: Maybe[Title] = Field(
        None,
        description="Name or code of who provides what made the content, for the files' metadata; default the artist.",
    )


class AlignerDocument(ShortDocument):
    """What finds the sentences of scripts in their sound."""

    short = "engine"

    engine: Maybe[
        Annotated[Literal["pauses", "faster-whisper"], one_of(tr("aligner"), ("pauses", "faster-whisper"))]
    ] = Field(
        None,
        description="pauses (built in, goes by pauses and loudness) or faster-whisper (speech recognition that you have"
        " installed); default pauses.",
    )
    model: Maybe[Title] = Field(
        None, description="Folder of the speech recognition model on this machine.", examples=["~/models/whisper-small"]
    )


class VoiceDocument(ShortDocument):
    """A voice that speaks the text of `say:`."""

    short = "engine"

    engine: Maybe[
        Annotated[
            Literal["espeak-ng", "piper", "command", "edge"],
            one_of(tr("voice engine"), ("espeak-ng", "piper", "command", "edge")),
        ]
    ] = Field(
        None,
        description="What speaks: espeak-ng, piper, command (a program of your own) or edge (sends the text to"
        " Microsoft). Naming another one than above resets 'name'.",
    )
    name: Maybe[Title] = Field(
        None,
        description="One of the engine's voices: cmn, zh-CN-XiaoxiaoNeural; of piper its model file.",
        examples=["cmn"],
    )
    rate: Maybe[values.Percent] = Field(None, description="Pace against the engine's usual one; default 100%.")
    pitch: Maybe[values.Percent] = Field(None, description="Pitch against the engine's usual one; default 100%.")
    lexicon: Maybe[values.FileName] = Field(
        None,
        description="YAML file of readings: words and what is spoken in their place, captions stay as they are; or"
        " none.",
        examples=["lexicon.yaml"],
    )
    command: Maybe[Annotated[tuple[Title, ...], OneOrMany(least=1)]] = Field(
        None,
        description="Of the engine command, in studio.yaml only: the program and its arguments, in which {text_file}"
        " and {out}, or {lines} and {folder}, {name}, {rate} and {pitch} are replaced.",
        examples=['[say.sh, "{text_file}", "{out}"]'],
    )


class TreatDocument(ShortDocument):
    """What is done to the sound of a voice. Each part: auto (where measuring finds it needed), yes, no, or how much."""

    short = "preset"

    preset: Maybe[Annotated[Literal["speech", "none"], one_of(tr("treatment"), ("speech", "none"))]] = Field(
        None, description="What the parts below start from: speech is auto for all of them but dereverb, none is no."
    )
    denoise: Maybe[values.Lowered] = Field(
        None,
        description="Lowers steady noise, as of a fan, by 6 to 18 dB; never what is loud, and music not at all. An"
        " amount, such as 12 dB, is what it is lowered by, always.",
    )
    hum: Maybe[values.SwitchName] = Field(None, description="Takes out the hum of the mains, 50 or 60 Hz and above.")
    highpass: Maybe[values.Deepest] = Field(
        None, description="Takes out what lies below 60 Hz, deeper than voices, or below what it says, such as 80 Hz."
    )
    declick: Maybe[values.SwitchName] = Field(
        None,
        description="Bridges clicks of up to 2.5 ms, in words too (of the mouth, a mouse, samples that were lost), and"
        " lowers knocks in pauses.",
    )
    plosives: Maybe[values.Lowered] = Field(
        None, description="Lowers the pops of p and b, where breath strikes the microphone, by 24 dB at most."
    )
    declip: Maybe[values.SwitchName] = Field(None, description="Rounds tops that were cut off by too loud recording.")
    dereverb: Maybe[values.SwitchName] = Field(None, description="Lowers a room's late echo; not part of speech.")
    deess: Maybe[values.Lowered] = Field(None, description="Softens sharp sibilants by 8 dB at most.")
    compress: Maybe[values.SwitchName] = Field(
        None,
        description="Brings sentences together that are spoken softly and loudly, or by two speakers at different"
        " distances; within a sentence nothing changes.",
    )


class PausesDocument(ShortDocument):
    """How long pauses may be."""

    short = "longest"

    longest: Maybe[values.LongestPause] = Field(
        None, description="Longer pauses of recordings are shortened to it; none leaves them.", examples=["800ms"]
    )


class CoverDocument(ShortDocument):
    """What covers show. A picture alone is a finished cover: it stays as it is wherever its shape fits."""

    short = "picture"

    picture: Maybe[values.FileName] = Field(
        None, description="Picture or film; if left out, the best of the episode's own is chosen."
    )
    title: Maybe[Yes] = Field(
        None,
        description="yes sets the title over the picture in every shape, as a photo needs it; no never writes anything;"
        " by default something is written only where a finished picture's shape does not fit.",
    )
    at: Maybe[Moment] = Field(None, description="Moment of the film whose picture is shown; by default the best one.")
    focus: Maybe[values.FocusName] = Field(
        None, description="Point that is kept in view, as shares of the picture's width and height."
    )
    text: Maybe[Title] = Field(
        None, description="What is written in the place of the title.", examples=["夏明翰：就义诗"]
    )


class ThemeDocument(ShortDocument):
    """How cards, covers, lower thirds, captions and pages look."""

    short = "preset"

    preset: Maybe[values.ThemeName] = Field(
        None,
        description="red-gold, celadon, ink, archive-paper, night or plain, or its name in Chinese; naming one resets"
        " the colours. If left out, red-gold, or plain where there are colours.",
    )
    background: Maybe[values.Colour] = Field(
        None,
        description="Colour behind the text, in place of the preset's; inks that cannot be read on it are mended, with"
        " a warning.",
    )
    foreground: Maybe[values.Colour] = Field(None, description="Colour of the text.")
    accent: Maybe[values.Colour] = Field(None, description="Colour of lines and small marks.")
    picture: Maybe[values.FileName] = Field(None, description="Picture behind the text, or none.")
    font: Maybe[values.FileName] = Field(
        None,
        description="Font file, or the file or family of one in the workspace's `fonts/`, or none for the system's:"
        " Noto Serif CJK or Noto Sans CJK, as the theme wants it.",
    )


class RenditionDocument(ShortDocument):
    """One output file of every programme."""

    short = "preset"

    preset: Maybe[values.PresetName] = Field(None, description="Preset to start from; none leaves this rendition out.")
    size: Maybe[values.Size] = Field(
        None, description="Width x height in pixels, both even numbers.", examples=["1280x720"]
    )
    rate: Maybe[values.Rate] = Field(
        None, description="Frames a second, a number or a fraction.", examples=["30000/1001"]
    )
    crf: Maybe[Annotated[int, whole_number(10, 40)]] = Field(
        None, description="Picture quality: smaller numbers look better and make larger files; default 21."
    )
    max_bitrate: Maybe[values.PictureBitrate] = Field(
        None,
        alias="max-bitrate",
        description="Bit rate that moving pictures take at most, over two seconds; default by size and rate, 12M at"
        " 1920x1080.",
    )
    bitrate: Maybe[values.Bitrate] = Field(None, description="Bit rate of the sound, in thousands of bits a second.")
    channels: Maybe[values.Channels] = Field(None, description="mono or stereo.")
    reframe: Maybe[values.FitName] = Field(
        None,
        description="How pictures of another shape fill this frame, whatever their fit says:"
        " blur, pad or crop. Cards are laid out anew for every shape.",
    )
    focus: Maybe[values.FocusName] = Field(
        None,
        description="Point that a crop keeps in view in pictures without a focus of their own; default the middle.",
    )
    loudness: Maybe[values.Loudness] = Field(
        None, description="Integrated loudness of this file alone; default the programme's."
    )
    captions: Maybe[CaptionsDocument] = Field(
        None, description="How this file shows captions, or settings over the episode's; default as the episode says."
    )
    logo: Maybe[LogoDocument] = Field(
        None, description="Logo of this file alone: a picture file, none, or settings over the episode's."
    )
