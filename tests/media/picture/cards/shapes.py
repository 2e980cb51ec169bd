"""The shapes and the look in which cards are tested."""

from pipeline.effects.look import Look
from pipeline.media.picture.fonts import default_fonts
from pipeline.model.media import Font

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
COLOURS = {
    "red": ("#7a1414", "#fff6e0", "#e8b64c"),
    "paper": ("#f4efe4", "#2b2118", "#9c2f23"),
    "grey on grey": ("#777777", "#888888", "#707070"),
    "white on white": ("#ffffff", "#ffffff", "#ffffff"),
}
SHAPES = [(640, 360), (360, 640), (480, 360), (400, 400)]


def look(colours: tuple[str, str, str] = COLOURS["red"], **more: object) -> Look:
    background, foreground, accent = colours
    return Look(background=background, foreground=foreground, accent=accent, fonts=FONTS, **more)  # type: ignore[arg-type]
