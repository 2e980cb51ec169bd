"""A time line: years appear one after the other along a line, each with what happened.

Values: `events`, a list of `{year: 1905, text: 出生}`, at most eight; `title` above them. The last event stands for a
while at the end.
"""

import numpy as np
from moviepy import VideoClip
from PIL import Image, ImageDraw

MOST = 8


def scene(size, rate, length, theme, events: list, title: str = ""):
    if not 1 <= len(events) <= MOST:
        raise ValueError(f"a time line has one to {MOST} events, not {len(events)}")
    left, top, right, bottom = theme.safe
    still = Image.fromarray(theme.ground)
    if title:
        heading = theme.text(title, "heading", smallest="body", height=(bottom - top) * 0.22)
        top += round(2.5 * theme.unit)
        still.paste(heading, (round((left + right - heading.width) / 2), top), heading)
        top += round(heading.height + 4 * theme.unit)
    narrow = (right - left) / len(events) < 24 * theme.unit or size[1] > size[0] * 0.9
    place = downwards if narrow else across
    spots, labels = place(theme, events, (left, top, right, bottom))
    pen = 0.45 * theme.unit
    steps = [drawn_at(index, len(events), length) for index in range(len(events))]

    def frame(t):
        """The ground, the line as far as it has come, and the events that it has reached."""
        shown = still.copy()
        draw = Soft(shown)
        reached = along(spots, progress(steps, t))
        draw.line(spots[0], spots[-1], pen * 0.6, mixed(theme.panel, theme.accent, 0.35))
        draw.line(spots[0], reached, pen, theme.accent)
        for (x, y), step, (picture, spot) in zip(spots, steps, labels, strict=True):
            share = min(max((t - step) / 0.45, 0), 1)
            if share > 0:
                grown = 1 - (1 - share) ** 3
                draw.disc((x, y), 1.5 * theme.unit * grown, theme.accent)
                draw.disc((x, y), 0.75 * theme.unit * grown, tuple(map(int, theme.ground[round(y), round(x)])))
                faded = picture.copy()
                faded.putalpha(picture.getchannel("A").point(lambda value, share=grown: round(value * share)))
                shown.paste(faded, (round(spot[0]), round(spot[1] + (1 - grown) * theme.unit)), faded)
        return np.asarray(shown)

    return cached(frame, after=steps[-1] + 0.5, length=length)


def across(theme, events, room):
    """Spots side by side on a line: few with their texts below it, many with texts above and below it in turn."""
    left, top, right, bottom = room
    few = len(events) <= 3
    # The first and the last text stand out beyond their spots.
    step = (right - left) / (len(events) + (0.1 if few else 0.6))
    first = (left + right - step * (len(events) - 1)) / 2
    wide = step * (0.92 if few else 1.6)
    y = top + (bottom - top) * (0.3 if few else 0.5)
    high = (bottom - y if few else (bottom - top) / 2) - 3 * theme.unit
    spots, labels = [], []
    for index, event in enumerate(events):
        x = first + step * index
        picture = label(theme, event, wide, high, large=few)
        above = index % 2 == 0 and not few
        spots.append((x, y))
        labels.append(
            (picture, (x - picture.width / 2, y - 3 * theme.unit - picture.height if above else y + 3 * theme.unit))
        )
    return spots, labels


def downwards(theme, events, room):
    """Spots one below the other, years and texts beside them."""
    left, top, right, bottom = room
    row = min((bottom - top) / len(events), 22 * theme.unit)
    top += (bottom - top - row * len(events)) / 2
    x, high = left + 2 * theme.unit, row - 1.6 * theme.unit
    years = [theme.text(str(event["year"]), "heading", smallest="small", colour=theme.accent_ink,
                        height=min(high, 9 * theme.unit)) for event in events]  # fmt: skip
    aside = max(year.width for year in years) + 3 * theme.unit
    spots, labels = [], []
    for index, (event, year) in enumerate(zip(events, years, strict=True)):
        words = str(event.get("text") or " ")
        room_here = right - x - 5 * theme.unit - aside
        text = theme.text(words, "body", smallest="note", width=room_here, height=high, align="left")
        whole = Image.new("RGBA", (round(aside) + text.width, max(year.height, text.height)))
        whole.alpha_composite(year, (0, (whole.height - year.height) // 2))
        whole.alpha_composite(text, (round(aside), (whole.height - text.height) // 2))
        y = top + row * (index + 0.5)
        spots.append((x, y))
        labels.append((whole, (x + 5 * theme.unit, y - whole.height / 2)))
    return spots, labels


def label(theme, event, width, height, *, large):
    """A year over its text."""
    year = theme.text(
        str(event["year"]), "title" if large else "heading", smallest="small", colour=theme.accent_ink, width=width
    )
    words, gap = str(event.get("text") or ""), round(theme.unit)
    if not words:
        return year
    role = "body" if large else "small"
    text = theme.text(words, role, smallest="note", width=width, height=height - year.height - gap)
    whole = Image.new("RGBA", (max(year.width, text.width), year.height + gap + text.height))
    whole.alpha_composite(year, ((whole.width - year.width) // 2, 0))
    whole.alpha_composite(text, ((whole.width - text.width) // 2, year.height + gap))
    return whole


def drawn_at(index, count, length):
    """When an event appears: the first soon, the last with a quarter of the time left to look at it."""
    return 0.4 + (length * 0.75 - 0.8) * index / max(count - 1, 1) if count > 1 else 0.4


def progress(steps, t):
    """How many spots the line has reached, as a number between them."""
    if len(steps) == 1 or t <= steps[0]:
        return 0.0
    return float(np.interp(t, steps, range(len(steps))))


def along(spots, reached):
    index = min(int(reached), len(spots) - 1)
    following, share = spots[min(index + 1, len(spots) - 1)], reached - index
    return tuple(a + (b - a) * share for a, b in zip(spots[index], following, strict=True))


def cached(frame, *, after, length):
    """A clip of which every frame from a moment on is the same, and is drawn once."""
    kept = []

    def shown(t):
        if t < after:
            return frame(t)
        if not kept:
            kept.append(frame(length))
        return kept[0]

    return VideoClip(shown, duration=length)


def mixed(one, other, share):
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


class Soft:
    """Lines and discs with smooth edges: drawn four times as large on a small piece, and made smaller."""

    def __init__(self, image):
        self.image = image

    def line(self, start, stop, thick, colour):
        radius = thick / 2 + 2
        box = (min(start[0], stop[0]) - radius, min(start[1], stop[1]) - radius,
               max(start[0], stop[0]) + radius, max(start[1], stop[1]) + radius)  # fmt: skip
        self._piece(box, colour, lambda pen, at: pen.line((at(start), at(stop)), fill=255, width=round(thick * 4)))

    def disc(self, centre, radius, colour):
        box = (centre[0] - radius - 2, centre[1] - radius - 2, centre[0] + radius + 2, centre[1] + radius + 2)
        corners = ((centre[0] - radius, centre[1] - radius), (centre[0] + radius, centre[1] + radius))
        self._piece(box, colour, lambda pen, at: pen.ellipse((at(corners[0]), at(corners[1])), fill=255))

    def _piece(self, box, colour, draw):
        left, top = int(box[0]), int(box[1])
        wide, high = max(1, int(box[2]) - left + 1), max(1, int(box[3]) - top + 1)
        mask = Image.new("L", (wide * 4, high * 4))
        draw(ImageDraw.Draw(mask), lambda spot: ((spot[0] - left) * 4, (spot[1] - top) * 4))
        self.image.paste(colour, (left, top), mask.resize((wide, high), Image.Resampling.BOX))
