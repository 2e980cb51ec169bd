"""Settings: what studio, series, episode and segment say, the nearest winning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.effects.themes import Mended, chosen_colours
from pipeline.manifest.media_paths import Paths
from pipeline.manifest.schema.keys import SettingsDocument
from pipeline.manifest.schema.settings import (
    AlignerDocument,
    BedDocument,
    CaptionsDocument,
    LoudnessDocument,
    MotionDocument,
    RenditionDocument,
    ThemeDocument,
    TransitionDocument,
)
from pipeline.manifest.settings.ai_content import merge_ai
from pipeline.manifest.settings.overlays import logo_change, merge_logo
from pipeline.manifest.settings.treatment import merge_pauses, merge_treat
from pipeline.manifest.settings.voices import merge_voice
from pipeline.messages import listed, tr
from pipeline.model.ai_content import AiUse
from pipeline.model.overlays import Labels, LogoUse
from pipeline.model.rendition import PRESETS, Picture, Rendition
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Aligner, Bed, CaptionLook, Captions, Fit, Loudness, MediaUse, Theme, Transition, Voice
from pipeline.model.treatment import Treat

DISSOLVE = Fraction(1, 2)
"""Seconds of a dissolve by default."""

COLOURS = ("background", "foreground", "accent")
_MP3_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def _default_renditions() -> dict[str, Rendition]:
    return {
        "main": replace(PRESETS["video-1080p"], name="main"),
        "sound": replace(PRESETS["audio-mp3"], name="sound"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """Settings of a music bed: a studio may set levels before a series names the file."""

    media: MediaUse | None = None
    levels: Mapping[str, object] = field(default_factory=dict)
    """Fields of the bed that are set: levels, and what is heard of the file."""

    @property
    def bed(self) -> Bed | None:
        return Bed(media=self.media, **self.levels) if self.media else None  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings that hold at one level of the cascade."""

    music: Music = field(default_factory=Music)
    treat: Treat = field(default_factory=Treat)
    pauses: Fraction = Fraction(0)
    loudness: Loudness = field(default_factory=Loudness)
    renditions: Mapping[str, Rendition] = field(default_factory=_default_renditions)
    transition: Transition = field(default_factory=Transition)
    captions: Captions = "soft"
    caption_look: CaptionLook = field(default_factory=CaptionLook)
    ai: AiUse = field(default_factory=AiUse)
    aligner: Aligner = field(default_factory=Aligner)
    voice: Voice = field(default_factory=Voice)
    theme: Theme = field(default_factory=Theme)
    fit: Fit = "blur"
    motion: Motion | None = None
    labels: Labels = "written"
    logo: LogoUse = field(default_factory=LogoUse)
    handles: bool = False

    def merged(self, document: SettingsDocument, place: Place, paths: Paths, found: Findings) -> "Settings":
        """These settings, overridden by those of a file."""
        changes: dict[str, object] = {}
        if document.music:
            changes["music"] = merge_music(self.music, document.music, place["music"], paths, found)
        if document.treat:
            changes["treat"] = merge_treat(self.treat, document.treat, place["treat"])
        if document.pauses:
            changes["pauses"] = merge_pauses(self.pauses, document.pauses)
        if document.loudness:
            changes["loudness"] = _merge_loudness(self.loudness, document.loudness)
        if document.renditions:
            changes["renditions"] = _merge_renditions(
                self.renditions, document.renditions, place["renditions"], paths, found
            )
        if document.transition:
            changes["transition"] = merge_transition(self.transition, document.transition, place["transition"], found)
        if document.captions:
            changes["captions"] = document.captions.mode or self.captions
            changes["caption_look"] = caption_look(document.captions).over(self.caption_look)
        if document.ai_content:
            changes["ai"] = merge_ai(self.ai, document.ai_content, place["ai-content"], found)
        if document.aligner:
            changes["aligner"] = _merge_aligner(self.aligner, document.aligner, place["aligner"], found)
        if document.voice:
            changes["voice"] = merge_voice(self.voice, document.voice, place["voice"], paths, found)
        if document.theme:
            changes["theme"] = merge_theme(self.theme, document.theme, place["theme"], paths, found)
        if document.fit:
            changes["fit"] = document.fit
        if document.motion:
            changes["motion"] = merge_motion(self.motion, document.motion, place["motion"])
        if document.labels is not None:
            changes["labels"] = document.labels
        if document.logo:
            changes["logo"] = merge_logo(self.logo, document.logo, place["logo"], paths, found)
        if document.handles is not None:
            changes["handles"] = document.handles
        return replace(self, **changes) if changes else self  # type: ignore[arg-type]


def merge_music(music: Music, document: BedDocument, place: Place, paths: Paths, found: Findings) -> Music:
    own = {name: getattr(document, name) for name in ("gain", "duck", "fade", "ends", "channels", "track")}
    # What is said of one file's tracks and channels is not said of another's.
    kept = {
        name: value
        for name, value in music.levels.items()
        if document.file is None or name not in ("channels", "track", "track_mark")
    }
    levels = {**kept, **{name: value for name, value in own.items() if value is not None}}
    if document.track is not None:
        levels["track_mark"] = place["track"].mark
    media = _merge_file(music.media, document.file, place["file"], paths, found)
    return Music(media=media, levels=levels)


def merge_transition(inherited: Transition, document: TransitionDocument, place: Place, found: Findings) -> Transition:
    """Naming a kind resets the length; a length alone changes that of the inherited transition."""
    kind = document.kind or inherited.kind
    if kind == "cut":
        if document.length is not None:
            found.error("length-of-a-cut", tr("a cut has no length"), place["for"].mark, tr("add 'kind: dissolve'"))
        return Transition(mark=place.mark)
    length = document.length or (DISSOLVE if document.kind else inherited.length)
    return Transition(kind=kind, length=length, mark=place.mark)


def merge_motion(inherited: Motion | None, document: MotionDocument, place: Place) -> Motion:
    """What is said is changed, all else is inherited; whoever says only by how much wants a motion."""
    base = inherited or Motion(kind="auto")
    return Motion(
        kind=document.kind or base.kind,
        amount=document.amount or base.amount,
        focus=document.focus or base.focus,
        ease=document.ease or base.ease,
        mark=place.mark,
    )


def merge_theme(theme: Theme, document: ThemeDocument, place: Place, paths: Paths, found: Findings) -> Theme:
    """A preset resets the colours; colours beside it change its own. What cannot be read is mended, and said."""
    colours = {name: colour for name in COLOURS if (colour := getattr(document, name))}
    named, own = theme.named, {**theme.own, **colours}
    if document.preset:
        named, own = document.preset, colours
    chosen = chosen_colours(named, own)
    if document.preset or colours:
        for mended in chosen.mended:
            _say_mended(mended, chosen.background, place, found)
    return Theme(
        preset=chosen.preset,
        named=named,
        own=own,
        background=chosen.background,
        foreground=chosen.foreground,
        accent=chosen.accent,
        picture=_merge_file(theme.picture, document.picture, place["picture"], paths, found),
        font=_merge_file(theme.font, document.font, place["font"], paths, found, font=True),
    )


def caption_look(document: CaptionsDocument | None) -> CaptionLook:
    if document is None:
        return CaptionLook()
    size = None if document.size is None else Decimal(document.size) / 100
    return CaptionLook(style=document.style, size=size, punctuation=document.punctuation)


def _say_mended(mended: Mended, background: str, place: Place, found: Findings) -> None:
    given = {"colour": mended.was, "background": background, "becomes": mended.becomes}
    given |= {"found": f"{mended.contrast:.1f}", "needed": f"{mended.least:g}"}
    message = (
        tr(
            "the text's colour '{colour}' cannot be read on '{background}': its contrast is {found}, {needed} is"
            " needed; it is drawn as '{becomes}'",
            **given,
        )
        if mended.name == "foreground"
        else tr(
            "the accent '{colour}' is hardly seen on '{background}': its contrast is {found}, {needed} is needed;"
            " it is drawn as '{becomes}'",
            **given,
        )
    )  # fmt: skip
    key = next((one for one in (mended.name, "background", "preset") if one in place), None)
    mark = place[key].mark if key else place.mark
    hint = tr("write '{example}', or choose another background", example=f'{mended.name}: "{mended.becomes}"')
    found.warning("illegible-colour", message, mark, hint)


def _merge_file(
    inherited: MediaUse | None, name: str | None, place: Place, paths: Paths, found: Findings, *, font: bool = False
) -> MediaUse | None:
    if name is None:
        return inherited
    find = paths.find_font if font else paths.find
    return None if name == "none" else find(place, found)


def _merge_aligner(inherited: Aligner, document: AlignerDocument, place: Place, found: Findings) -> Aligner:
    engine = document.engine or inherited.engine
    model = inherited.model
    if document.model is not None:
        model = (place.source.path.parent / Path(document.model).expanduser()).absolute()
        if not model.is_dir():
            message = tr("there is no folder '{folder}'", folder=shown(document.model, 200))
            found.error("missing-folder", message, place["model"].mark, tr("name the folder that holds the model"))
    if engine != "pauses" and model is None:
        message = tr("'{engine}' needs a model on this machine", engine=engine)
        hint = tr("write '{example}'", example=f"aligner: {{engine: {engine}, model: ~/models/...}}")
        found.error("missing-model", message, place.mark, hint)
    return Aligner(engine=engine, model=model, mark=place.mark)


def _merge_loudness(loudness: Loudness, document: LoudnessDocument) -> Loudness:
    target = loudness.target if document.target is None else document.target
    return Loudness(target=target, peak=loudness.peak if document.peak is None else document.peak)


def _merge_renditions(
    renditions: Mapping[str, Rendition],
    documents: Mapping[str, RenditionDocument],
    place: Place,
    paths: Paths,
    found: Findings,
) -> dict[str, Rendition]:
    """`main` stays first, the others in the order in which they were first named."""
    merged = dict(renditions)
    for name, document in documents.items():
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", name):
            message = tr("'{name}' cannot be the name of a rendition", name=shown(name))
            hint = tr("it becomes part of file names: use small letters a-z, digits and '-'")
            found.error("bad-rendition", message, place.key_mark(name), hint)
        elif document.preset == "none":
            merged.pop(name, None)
        else:
            merged[name] = _merge_rendition(merged.get(name), name, document, place[name], paths, found)
    main = merged.get("main")
    if main is None or main.picture is None:
        message = tr("every programme has a picture: the rendition 'main' must be a video")
        found.error("no-main-picture", message, place["main"]["preset"].mark, tr("start from 'video-1080p'"))
    return merged


def _merge_rendition(
    inherited: Rendition | None, name: str, document: RenditionDocument, place: Place, paths: Paths, found: Findings
) -> Rendition:
    """A preset resets everything; settings alone change what is inherited, or else `video-1080p`."""
    base = PRESETS[document.preset] if document.preset else inherited or PRESETS["video-1080p"]
    sound = base.sound
    if document.bitrate is not None:
        if sound.codec == "mp3" and document.bitrate // 1000 not in _MP3_BITRATES:
            message = tr("MP3 has no bit rate '{rate}'", rate=f"{document.bitrate // 1000}k")
            hint = tr("choose one of: {rates}", rates=listed(f"{rate}k" for rate in _MP3_BITRATES))
            found.error("bad-bitrate", message, place["bitrate"].mark, hint)
        sound = replace(sound, bitrate=document.bitrate)
    if document.channels is not None:
        sound = replace(sound, channels=1 if document.channels == "mono" else 2)
    if document.loudness is not None:
        sound = replace(sound, loudness=document.loudness)
    return replace(
        base,
        name=name,
        sound=sound,
        picture=_merge_picture(base.picture, name, document, place, found),
        reframe=document.reframe or base.reframe,
        focus=document.focus or base.focus,
        captions=(document.captions.mode if document.captions else None) or base.captions,
        caption_look=caption_look(document.captions).over(base.caption_look),
        rate_stated=document.rate is not None or base.rate_stated,
        logo=logo_change(document.logo, place["logo"], paths, found) if document.logo else base.logo,
    )


def _merge_picture(
    picture: Picture | None, name: str, document: RenditionDocument, place: Place, found: Findings
) -> Picture | None:
    if picture is None:
        for key in ("size", "rate", "crf", "max-bitrate", "reframe", "focus", "captions", "logo"):
            if key in place:
                message = tr("the rendition '{name}' has only sound: '{key}' has no effect", name=name, key=key)
                found.error("no-picture", message, place.key_mark(key))
        return None
    width, height = document.size or (picture.width, picture.height)
    return replace(
        picture,
        width=width,
        height=height,
        rate=document.rate or picture.rate,
        crf=document.crf or picture.crf,
        most=document.max_bitrate or picture.most,
    )
