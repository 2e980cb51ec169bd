"""Credits that nobody has to write: what manifests and media already say of who made an episode."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.language import is_chinese
from pipeline.model.programme import Credit, Rights, merged
from pipeline.model.segments import CreditsSegment, QuoteSegment
from pipeline.model.series import MediaUse

HEADING = ("Credits", "制作名单")
"""What a chapter and a page of credits are called in English and in Chinese."""
_SPOKEN, _VOICE, _MUSIC = ("Spoken by", "主讲"), ("Synthetic voice", "合成语音"), ("Music", "音乐")
_QUOTED, _PICTURES, _FOOTAGE = ("Quotations", "引文"), ("Pictures", "图片"), ("Footage", "影像")
_PRODUCED, _LICENCE, _RIGHTS = ("Produced by", "出品"), ("Licence", "许可"), ("Copyright", "版权")
_ROLES: Mapping[str, str] = {
    "host": "主持", "co-host": "联合主持", "guest": "嘉宾", "guest host": "客座主持", "narrator": "解说",
    "voice actor": "配音", "announcer": "播音", "reporter": "记者", "author": "作者", "writer": "撰稿",
    "guest writer": "特约撰稿", "script editor": "文稿编辑", "script coordinator": "文稿统筹",
    "story editor": "责任编辑", "copy editor": "文字编辑", "copywriter": "文案", "editor": "编辑",
    "editorial director": "编审", "managing editor": "执行主编", "researcher": "资料", "fact checker": "审校",
    "translator": "翻译", "transcriber": "听录", "director": "导演", "assistant director": "副导演",
    "producer": "制作人", "executive producer": "监制", "senior producer": "高级制作人",
    "associate producer": "联合制作人", "assistant producer": "助理制作人", "camera operator": "摄像",
    "lighting designer": "灯光", "camera grip": "摄影助理", "assistant camera": "摄像助理",
    "audio engineer": "录音", "remote recording engineer": "外景录音", "post production engineer": "后期制作",
    "audio editor": "音频剪辑", "sound designer": "音效", "foley artist": "拟音", "composer": "作曲",
    "theme music": "主题音乐", "music production": "音乐制作", "music contributor": "音乐提供",
    "cover art designer": "封面设计", "graphic designer": "美术设计", "technical director": "技术指导",
    "technical manager": "技术", "consultant": "顾问", "coordinator": "统筹",
    "production coordinator": "制片统筹", "production assistant": "制片助理", "content manager": "内容统筹",
    "marketing manager": "宣传", "web designer": "网页设计", "advertising sales manager": "商务",
    "intern": "实习",
}  # fmt: skip
"""Roles of the Podcasting 2.0 namespace's taxonomy in Chinese."""


def with_credits(
    episode: Episode, rights: Callable[[Path], Rights], pictures: Callable[[Path], bool]
) -> tuple[Episode, list[Diagnostic]]:
    """The episode with its credits gathered, where its manifest asks for it, and what is to be said of them.

    `rights` reads the tags of a file, `pictures` tells stills from films and sound.
    """
    if not any(isinstance(segment, CreditsSegment) for segment in episode.segments):
        return episode, []
    heading = HEADING[is_chinese(episode.series.language)]
    segments, said = [], []
    known: tuple[Credit, ...] | None = None
    for segment in episode.segments:
        if isinstance(segment, CreditsSegment):
            if segment.auto:
                known = known or tuple(_known(episode, rights, pictures))
                if len(known) + len(segment.credits) < 2:
                    said.append(_nobody(segment))
                segment = replace(segment, credits=merged((*segment.credits, *known)))
            segment = replace(segment, heading=segment.heading or heading)
        segments.append(segment)
    return replace(episode, segments=tuple(segments)), said


def _nobody(segment: CreditsSegment) -> Diagnostic:
    return Diagnostic(
        code="few-credits", severity="warning", mark=segment.credits_mark,
        message=tr("nothing is known for the credits but who publishes the series"),
        hint=tr("say who takes part, '{example}', or write the roles here", example="speakers: [李明]"),
    )  # fmt: skip


def _known(episode: Episode, rights: Callable[[Path], Rights], pictures: Callable[[Path], bool]) -> Iterator[Credit]:
    """All that is known, in the order of a film's credits: voices, then what was used, then whose it is."""
    chinese = is_chinese(episode.series.language)
    people = [*episode.listing.people, *episode.series.podcast.people]
    placed = {one.name for one in people}
    yield from _credit(_SPOKEN[chinese], [name for name in episode.speakers if name not in placed])
    for one in people:
        yield Credit(role=_role(one.role, chinese=chinese), names=(one.name,))
    yield from _credit(_VOICE[chinese], [" · ".join(filter(None, (s.engine, s.voice))) for s in episode.synthetic])
    beds = dict.fromkeys(segment.music.media for segment in episode.segments if segment.music)
    yield from _credit(_MUSIC[chinese], [_work(use, rights(use.path), chinese=chinese) for use in beds])
    quotes = [one for one in episode.segments if isinstance(one, QuoteSegment) and one.source]
    yield from _credit(_QUOTED[chinese], [_source(one, chinese=chinese) for one in quotes])
    stills, films = _owners(episode, rights, pictures)
    yield from _credit(_PICTURES[chinese], stills)
    yield from _credit(_FOOTAGE[chinese], films)
    yield Credit(role=_PRODUCED[chinese], names=(episode.series.author,))
    podcast = episode.series.podcast
    yield from _credit(_LICENCE[chinese], [_licence(episode.listing.license or podcast.license)])
    yield from _credit(_RIGHTS[chinese], [podcast.copyright])


def _credit(role: str, names: list[str]) -> Iterator[Credit]:
    if named := tuple(dict.fromkeys(filter(None, names))):
        yield Credit(role=role, names=named)


def _role(role: str, *, chinese: bool) -> str:
    """As pages in the language have it; a role of the studio's own as it is."""
    known = role.strip().lower()
    return _ROLES.get(known, role) if chinese else role[:1].upper() + role[1:]


def _work(use: MediaUse, tags: Rights, *, chinese: bool) -> str:
    """A piece of music by its tags, else by the name of its file."""
    title = tags.title or PurePath(use.name).stem
    named = f"《{title}》" if chinese and not title.startswith("《") and tags.title else title
    return f"{named} {tags.by}" if tags.by and chinese else ", ".join(filter(None, (named, tags.by)))


def _source(quote: QuoteSegment, *, chinese: bool) -> str:
    joint = "" if quote.source.startswith("《") else "，"
    return (joint if chinese else ", ").join(filter(None, (quote.by, quote.source)))


def _owners(
    episode: Episode, rights: Callable[[Path], Rights], pictures: Callable[[Path], bool]
) -> tuple[list[str], list[str]]:
    """Whose pictures and films are shown, as far as their files say."""
    beds = {segment.music.media.path for segment in episode.segments if segment.music}
    takes = {take.path for segment in episode.segments for take in getattr(segment, "takes", ())}
    stills: list[str] = []
    films: list[str] = []
    for use in dict.fromkeys(use for segment in episode.segments for use in segment.media):
        if use.path not in beds | takes:
            tags = rights(use.path)
            (stills if pictures(use.path) else films).append(tags.by or tags.copyright)
    return stills, films


def _licence(name: str) -> str:
    """`cc-by-4.0` as it is written in prose: CC BY 4.0."""
    found = re.fullmatch(r"cc-(by(?:-n[cd]|-sa)*|0|zero)(?:-(\d\.\d))?", name.strip(), re.IGNORECASE)
    return " ".join(filter(None, ("CC", found[1].upper(), found[2]))) if found else name
