"""Fonts of this machine: the Chinese ones for headings and text, and others for characters that those lack."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from unicodedata import category

from pipeline.errors import MediaError, PipelineError
from pipeline.media.picture.font_file import colour_size, coverage, faces
from pipeline.messages import tr
from pipeline.model.media import Font

VARIABLE = "VOICEHALL_FONTS"
"""Environment variable: font files or folders of them, the first choice first, instead of the system's."""

REGULAR, BOLD = 400, 700
"""Weights, as fonts count them."""

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
"""How the names of fonts end."""
_DEEPEST = 6

# A family and the files it comes in, as Linux packages, macOS, Windows and the makers name them; the best first.
_CHINESE: Mapping[str, tuple[str, ...]] = {
    "Noto Sans CJK SC": (
        "NotoSansCJK-Bold", "NotoSansCJK-Regular", "NotoSansCJKsc-Bold", "NotoSansCJKsc-Regular", "NotoSansCJK-VF",
    ),
    "Noto Sans SC": ("NotoSansSC-Bold", "NotoSansSC-Regular", "NotoSansSC-VF", "NotoSansSC[wght]"),
    "Source Han Sans SC": (
        "SourceHanSansSC-Bold", "SourceHanSansSC-Regular", "SourceHanSans-Bold", "SourceHanSans-Regular",
        "SourceHanSans", "SourceHanSansSC-VF",
    ),
    "Source Han Sans CN": ("SourceHanSansCN-Bold", "SourceHanSansCN-Regular"),
    "PingFang SC": ("PingFang",),
    "Microsoft YaHei": ("msyhbd", "msyh"),
    "Hiragino Sans GB": ("Hiragino Sans GB",),
    "Heiti SC": ("STHeiti Medium", "STHeiti Light"),
    "DengXian": ("Dengb", "Deng"),
    "SimHei": ("simhei",),
    "WenQuanYi Micro Hei": ("wqy-microhei",),
    "WenQuanYi Zen Hei": ("wqy-zenhei",),
    "Noto Serif CJK SC": (
        "NotoSerifCJK-Bold", "NotoSerifCJK-Regular", "NotoSerifCJKsc-Bold", "NotoSerifCJKsc-Regular", "NotoSerifCJK-VF",
    ),
    "Noto Serif SC": ("NotoSerifSC-Bold", "NotoSerifSC-Regular", "NotoSerifSC-VF", "NotoSerifSC[wght]"),
    "Source Han Serif SC": (
        "SourceHanSerifSC-Bold", "SourceHanSerifSC-Regular", "SourceHanSerif-Bold", "SourceHanSerif-Regular",
        "SourceHanSerif", "SourceHanSerifSC-VF",
    ),
    "Source Han Serif CN": ("SourceHanSerifCN-Bold", "SourceHanSerifCN-Regular"),
    "Songti SC": ("Songti",),
    "STSong": ("STSONG",),
    "SimSun": ("simsunb", "simsun"),
    "LXGW WenKai": ("LXGWWenKai-Medium", "LXGWWenKai-Bold", "LXGWWenKai-Regular"),
    "Kaiti SC": ("Kaiti",),
    "STKaiti": ("STKAITI",),
    "KaiTi": ("simkai",),
    "AR PL UKai CN": ("ukai",),
    "Droid Sans Fallback": ("DroidSansFallbackFull", "DroidSansFallback"),
}  # fmt: skip

Face = Literal["sans", "serif", "kai"]
"""Without serifs (黑体), with serifs (宋体), as a brush writes (楷体)."""

_OF_FACE: Mapping[Face, tuple[str, ...]] = {
    "sans": (),
    "serif": (
        "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "STSong",
        "SimSun",
    ),
    "kai": ("LXGW WenKai", "Kaiti SC", "STKaiti", "KaiTi", "AR PL UKai CN"),
}  # fmt: skip
"""Families of a face, the best first; all others are without serifs."""

# Other scripts, symbols and emoji drawn as outlines; emoji made of small pictures cannot be set at any size.
_FILLING = (
    "NotoSans-Bold", "NotoSans-Regular", "DejaVuSans-Bold", "DejaVuSans", "Arial Unicode", "segoeuib", "segoeui",
    "seguisym", "seguiemj", "Apple Symbols", "NotoSansSymbols2-Regular", "NotoEmoji-Regular",
)  # fmt: skip


_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that Unicode calls ignorable."""

_COLOUR = ("notocoloremoji", "noto-coloremoji", "apple color emoji", "twemoji", "joypixels")
"""Those that hold small pictures of one size, which are drawn and scaled."""


def default_fonts(*, face: Face = "sans", own: Iterable[tuple[Path, int]] = ()) -> tuple[tuple[Path, int], ...]:
    """Font files and the face in each: Chinese ones, bold before regular, then those for other characters; quick.

    Of the face that is asked for where one is installed (`has_face`), else without serifs. `own` are a workspace's,
    which are preferred for characters that the Chinese ones lack.

    Raises PipelineError that says what to install when there is no Chinese font, or when there is no font where
    `VOICEHALL_FONTS` says.
    """
    if named := os.environ.get(VARIABLE, ""):
        return tuple(dict.fromkeys((*_named_fonts(named), *own)))
    chinese, filling = _system_fonts(face)
    return tuple(dict.fromkeys((*chinese, *own, *filling)))


def has_face(face: Face, fonts: Iterable[tuple[Path, int]]) -> bool:
    """Whether there is one of a face among them; whoever names fonts in `VOICEHALL_FONTS` has chosen."""
    if face == "sans" or os.environ.get(VARIABLE, ""):
        return True
    return any(faces(path)[index].family in _OF_FACE[face] for path, index in fonts)


def fonts_in(folder: Path) -> tuple[tuple[Path, int], ...]:
    """The fonts of a folder and the face in each, by name; none where there is no such folder.

    Those that cannot be read are not among them: `font_trial.strays_in` tells which.
    """
    found = []
    for path in sorted(files_in(folder)) if folder.is_dir() else []:
        try:
            index = simplified(path)
            coverage(path, index)
        except MediaError:
            continue
        if colour_size(path) is None:
            found.append((path, index))
    return tuple(found)


def missing_glyphs(text: str, fonts: Iterable[Font]) -> tuple[tuple[int, str], ...]:
    """Place in the text and character wherever none of the fonts can draw it. Raises MediaError for a broken font."""
    missing = {c for c in text if needs_glyph(c)}
    for font in fonts:
        # Of fonts behind those that draw everything not even the tables are read: it takes a while.
        if missing:
            missing -= {c for c in missing if coverage(font.path, font.index).draws(c)}
    return tuple((index, c) for index, c in enumerate(text) if c in missing)


def is_emoji(character: str) -> bool:
    """Whether it is a small picture rather than a letter or a mark; some are younger than Python's tables."""
    if "\U0001f000" <= character <= "\U0001faff" or character == "\u20e3":
        return True
    return "\u2190" <= character <= "\u2bff" and category(character) == "So"


@cache
def colour_font(own: Path | None = None) -> Path | None:
    """The font with emoji in colour, where there is one that can be drawn: one in the folder `own` before others."""
    for path in sorted(files_in(own)) if own and own.is_dir() else []:
        if colour_size(path) is not None:
            return path
    named = os.environ.get(VARIABLE, "")
    folders = [Path(name).expanduser() for name in named.split(os.pathsep) if name] if named else _folders()
    for folder in folders:
        for path in sorted(files_in(folder)) if folder.is_dir() else [folder]:
            if path.stem.lower() in _COLOUR and colour_size(path) is not None:
                return path
    return None


def needs_glyph(character: str) -> bool:
    """Whether anything is drawn for it: not for blanks, controls, joiners and what selects a variant."""
    if character.isspace() or category(character) in ("Cc", "Cf") or character in _FILLERS:
        return False
    return not ("\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef")


def simplified(path: Path) -> int:
    """The face of a collection that writes simplified Chinese, else the first."""
    named = (face.index for face in faces(path) if face.family in _CHINESE or face.family.endswith((" SC", " CN")))
    return next(named, 0)


def files_in(folder: Path, *, others: bool = False, deepest: int = _DEEPEST) -> Iterator[Path]:
    """Files of a folder and of those in it that are called like fonts, or all `others`; hidden ones are passed over."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                # What a Mac leaves beside each file on foreign disks is called ._Our.ttf.
                if entry.name.startswith("."):
                    continue
                if entry.name.lower().endswith(SUFFIXES) != others and not Path(entry.path).is_dir():
                    yield Path(entry.path)
                elif deepest and entry.is_dir() and _may_hold_fonts(entry.path):
                    yield from files_in(Path(entry.path), others=others, deepest=deepest - 1)
    except OSError:
        return


def _named_fonts(named: str) -> tuple[tuple[Path, int], ...]:
    found: list[tuple[Path, int]] = []
    for name in filter(None, named.split(os.pathsep)):
        path = Path(name).expanduser()
        files = sorted(files_in(path)) if path.is_dir() else [path]
        if not path.exists() or not files:
            raise PipelineError(
                tr("{variable} names '{name}', where there is no font", variable=VARIABLE, name=name),
                hint=tr("correct or unset it"),
            )
        found += [(file, simplified(file)) for file in files]
    return tuple(found)


def _system_fonts(face: Face) -> tuple[tuple[tuple[Path, int], ...], tuple[tuple[Path, int], ...]]:
    """Chinese ones, and those for other characters."""
    by_name = _installed()
    wanted = _OF_FACE[face]
    for family in sorted(_CHINESE, key=lambda one: wanted.index(one) if one in wanted else len(wanted)):
        files = [by_name[name.lower()] for name in _CHINESE[family] if name.lower() in by_name]
        if chosen := _of_family(family, files):
            return chosen, tuple((by_name[name.lower()], 0) for name in _FILLING if name.lower() in by_name)
    raise PipelineError(
        tr("there is no Chinese font on this machine"),
        hint=tr(
            "install Noto Sans CJK: 'apt install fonts-noto-cjk' on Debian and Ubuntu, "
            "'dnf install google-noto-sans-cjk-fonts' on Fedora, 'pacman -S noto-fonts-cjk' on Arch, "
            "'brew install font-noto-sans-cjk-sc' on macOS; or name a font file in {variable}",
            variable=VARIABLE,
        ),
    )


def _installed() -> dict[str, Path]:
    """The files of this machine that we know, by name."""
    wanted = {name.lower() for names in (*_CHINESE.values(), _FILLING) for name in names}
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in sorted(files_in(folder)):
            if path.stem.lower() in wanted:
                found.setdefault(path.stem.lower(), path)
    return found


def _of_family(family: str, files: Iterable[Path]) -> tuple[tuple[Path, int], ...]:
    """The faces nearest to bold and to regular; one where the family has no more."""
    found = []
    for path in files:
        try:
            found += [(path, face) for face in faces(path) if face.family == family]
        except MediaError:
            continue  # A broken file in a system folder is not what the user asked us for.
    if not found:
        return ()
    nearest = (min(found, key=lambda one: abs(one[1].weight - weight)) for weight in (BOLD, REGULAR))
    return tuple(dict.fromkeys((path, face.index) for path, face in nearest))


def _folders() -> Iterator[Path]:
    """Where systems keep fonts, the user's own before the system's; many do not exist on this one."""
    home = Path.home()
    yield from (home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts")
    if local := os.environ.get("LOCALAPPDATA"):
        yield Path(local) / "Microsoft/Windows/Fonts"
    if windows := os.environ.get("WINDIR"):
        yield Path(windows) / "Fonts"
    yield from map(Path, ("/usr/local/share/fonts", "/usr/share/fonts", "/run/current-system/sw/share/X11/fonts"))
    yield from map(Path, ("/Library/Fonts", "/System/Library/Fonts", "/System/Library/AssetsV2"))


def _may_hold_fonts(path: str) -> bool:
    # macOS keeps downloaded fonts among thousands of other assets.
    return "AssetsV2" not in path or "com_apple_MobileAsset_Font" in path
