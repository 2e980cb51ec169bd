"""A title that rises out of a line: the line is drawn, the title comes up from behind it, a subtitle follows below.

Values: `title`, and if wanted a `subtitle` below it and a `kicker` in small type above it. A title is set by its sense,
as on title cards: `name：epithet` in two sizes, a number of its own in small type above.
"""

import numpy as np
from moviepy import CompositeVideoClip, ImageClip, VideoClip

from pipeline.model.titles import split_title


def scene(size, rate, length, theme, title: str, subtitle: str = "", kicker: str = ""):
    left, top, right, bottom = theme.safe
    centre, gap = (left + right) / 2, round(3 * theme.unit)
    parts = split_title(title)
    number = " · ".join(filter(None, (kicker, parts.above)))
    above = theme.text(number, "small", colour=theme.accent_ink) if number else None
    under = []
    if parts.epithet:
        under.append(theme.text(parts.epithet, "heading", smallest="small", bold=False, colour=theme.accent_ink))
    if subtitle:
        under.append(theme.text(subtitle, "body", smallest="small", colour=theme.soft))
    aside = (above.height + gap if above else 0) + sum(one.height + gap for one in under)
    words = theme.text(parts.main, "display", smallest="heading", height=bottom - top - aside - 3 * gap)

    # All of it stands in the middle of where text may stand, the title above the line, the rest of it below.
    upper = (top + bottom - aside - words.height - gap) / 2
    line = round(upper + (above.height + gap if above else 0) + words.height + gap)

    def rising(t):
        """Rows of the title that have come up from behind the line, as RGBA."""
        share = eased((t - 0.55) / 0.9)
        high = words.height + gap
        shown = np.zeros((high, words.width, 4), np.uint8)
        hidden = round((1 - share) * high)
        rows = np.asarray(words)[: high - hidden]
        shown[hidden : hidden + len(rows)] = rows
        return shown

    clips = [
        ImageClip(theme.ground),
        moving(rising, (centre - words.width / 2, line - gap - words.height)),
        growing_line(theme, centre, line, max(words.width, 24 * theme.unit)),
    ]
    there = line + gap
    for place, one in enumerate(under):
        clips.append(fading(one, (centre - one.width / 2, there), start=1.35 + 0.15 * place, drop=1.2 * theme.unit))
        there += one.height + gap
    if above:
        place = (centre - above.width / 2, line - words.height - 2 * gap - above.height)
        clips.append(fading(above, place, start=1.1, drop=-1.2 * theme.unit))
    return standing(CompositeVideoClip(clips, size=size), after=2.2, length=length)


def growing_line(theme, centre, y, width):
    thick = max(2, round(0.35 * theme.unit))
    long = round(width)

    def line(t):
        share = eased(t / 0.7)
        half = min(round(long * share / 2), long // 2)
        shown = np.zeros((thick, long, 4), np.uint8)
        shown[:, long // 2 - half : long // 2 + half] = (*theme.accent, 255)
        return shown

    return moving(line, (centre - long / 2, y - thick / 2))


def fading(picture, place, *, start, drop):
    """A picture that comes in over half a second and moves by `drop` pixels to its place meanwhile."""
    pixels = np.asarray(picture)
    room = abs(round(drop))

    def shown(t):
        share = eased((t - start) / 0.6)
        found = np.zeros((picture.height + room, picture.width, 4), np.uint8)
        offset = round((1 - share) * room)
        offset = offset if drop >= 0 else room - offset
        found[offset : offset + picture.height] = pixels
        found[..., 3] = found[..., 3] * share
        return found

    return moving(shown, (place[0], place[1] - (room if drop < 0 else 0)))


def moving(rgba, place):
    """A clip of pictures with transparency, as `rgba` gives them for a time."""
    colours = VideoClip(lambda t: rgba(t)[..., :3])
    mask = VideoClip(lambda t: rgba(t)[..., 3] / 255, is_mask=True)
    return colours.with_mask(mask).with_position((round(place[0]), round(place[1])))


def standing(clip, *, after, length):
    """The clip, whose picture stands from a moment on: it is composed once."""
    kept = []

    def frame(t):
        if t < after:
            return clip.get_frame(t)
        if not kept:
            kept.append(clip.get_frame(after))
        return kept[0]

    return VideoClip(frame, duration=length)


def eased(share):
    """From 0 to 1, quick at first and gently to its end."""
    share = min(max(share, 0), 1)
    return 1 - (1 - share) ** 3
