"""A route that draws itself on a map, from place to place, with their names.

Values: `places`, a list of `{name: 韶山, at: [0.3, 0.6]}`; `at` counts in shares of the map's width and height from its
left upper corner. `map`, a picture of the map, which is named under `uses` as well; without one the places spread over
the frame, and `at` may be in any measure, across and down. `title` above it.
"""

import numpy as np
from moviepy import VideoClip
from PIL import Image, ImageDraw, ImageOps

MOST = 12


def scene(size, rate, length, theme, places: list, map: str = "", title: str = ""):
    if not 2 <= len(places) <= MOST:
        raise ValueError(f"a route has 2 to {MOST} places, not {len(places)}")
    left, top, right, bottom = theme.safe
    if not theme.upright:  # Clear of the line around.
        top, bottom = top + round(2.5 * theme.unit), bottom - round(2 * theme.unit)
    still = Image.fromarray(theme.ground)
    if title:
        heading = theme.text(title, "heading", smallest="body", height=(bottom - top) * 0.2)
        still.paste(heading, (round((left + right - heading.width) / 2), top), heading)
        top += round(heading.height + 4 * theme.unit)
    area = sheet_of_map(still, map, (left, top, right, bottom), theme)
    spots = [on_map(place, area) for place in places] if map else spread(places, area, 9 * theme.unit)
    path = curve(spots)
    names = named(theme, places, spots, area, path)
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    marks = [lengths[np.abs(path - spot).sum(axis=1).argmin()] for spot in np.array(spots)]
    begin, end = 0.5, max(length * 0.78, 1.0)

    def frame(t):
        shown = still.copy()
        share = min(max((t - begin) / (end - begin), 0), 1)
        share = share * share * (3 - 2 * share)
        reached = share * lengths[-1]
        route(shown, path, lengths, lengths[-1], theme, faint=True)
        route(shown, path, lengths, reached, theme)
        for spot, mark, (picture, corner) in zip(spots, marks, names, strict=True):
            there = min(max((reached - mark + 4 * theme.unit) / (4 * theme.unit), 0), 1) if t > begin * 0.5 else 0
            dot(shown, spot, theme, there)
            if there > 0:
                faded = picture.copy()
                faded.putalpha(picture.getchannel("A").point(lambda value, there=there: round(value * there)))
                shown.paste(faded, corner, faded)
        return np.asarray(shown)

    kept = []

    def once_it_is_there(t):
        if t < end + 0.1:
            return frame(t)
        if not kept:
            kept.append(frame(length))
        return kept[0]

    return VideoClip(once_it_is_there, duration=length)


def sheet_of_map(still, file, room, theme):
    """Lay the map, or a plain panel, into the room; where it lies."""
    left, top, right, bottom = room
    if file:
        with Image.open(file) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        share = min((right - left) / picture.width, (bottom - top) / picture.height)
        picture = picture.resize(
            (round(picture.width * share), round(picture.height * share)), Image.Resampling.LANCZOS
        )
    else:
        picture = plain_map(right - left, bottom - top, theme)
    x, y = round((left + right - picture.width) / 2), round((top + bottom - picture.height) / 2)
    mask = Image.new("L", (picture.width * 2, picture.height * 2))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), 3.2 * theme.unit, fill=255)
    still.paste(picture, (x, y), mask.resize(picture.size, Image.Resampling.BOX))
    return x, y, x + picture.width, y + picture.height


def plain_map(width, height, theme):
    """A panel with fine lines across and down, as maps have them."""
    picture = Image.new("RGB", (width, height), theme.panel)
    pen, step = ImageDraw.Draw(picture), 12 * theme.unit
    line = tuple(round(a * 0.86 + b * 0.14) for a, b in zip(theme.panel, theme.soft, strict=True))
    for number in range(1, int(max(width, height) / step) + 1):
        pen.line((number * step, 0, number * step, height), fill=line, width=max(1, round(0.12 * theme.unit)))
        pen.line((0, number * step, width, number * step), fill=line, width=max(1, round(0.12 * theme.unit)))
    return picture


def spread(places, area, margin):
    """Places in any measure, fitted into the area."""
    found = np.array([[float(part) for part in place["at"]] for place in places])
    low, room = found.min(axis=0), np.maximum(np.ptp(found, axis=0), 1e-9)
    free = np.array([area[2] - area[0], area[3] - area[1]]) - 2 * margin
    scale = (free / room).min()
    start = np.array(area[:2]) + margin + (free - room * scale) / 2
    return [tuple(map(float, spot)) for spot in start + (found - low) * scale]


def on_map(place, area):
    across, down = (float(share) for share in place["at"])
    if not (0 <= across <= 1 and 0 <= down <= 1):
        raise ValueError(f"'at' of {place.get('name')} lies outside the map: {place['at']}; shares go from 0 to 1")
    return area[0] + across * (area[2] - area[0]), area[1] + down * (area[3] - area[1])


def curve(spots):
    """A smooth line through all the spots (Catmull-Rom), as many points."""
    points = [spots[0], *spots, spots[-1]]
    found = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        t = np.linspace(0, 1, 40, endpoint=False)[:, None]
        a, b, c, d = map(np.array, (a, b, c, d))
        found.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate([*found, [spots[-1]]])


def route(image, path, lengths, reached, theme, *, faint=False):
    """The line up to `reached` pixels, on a dark edge that keeps it visible on any map."""
    inside = path[lengths <= reached]
    if len(inside) < len(path) and reached > 0:
        tip = [np.interp(reached, lengths, path[:, axis]) for axis in (0, 1)]
        inside = np.concatenate([inside, [tip]])
    if len(inside) < 2:
        return
    thick = (0.35 if faint else 0.85) * theme.unit
    strokes = ((thick, theme.accent, 90),) if faint else ((thick * 1.9, (0, 0, 0), 110), (thick, theme.accent, 255))
    low, high = inside.min(axis=0) - 3 * theme.unit, inside.max(axis=0) + 3 * theme.unit
    left, top = (max(0, int(edge)) for edge in low)
    right, bottom = (min(side, int(edge) + 1) for side, edge in zip(image.size, high, strict=True))
    for width, colour, strength in strokes:
        mask = Image.new("L", ((right - left) * 2, (bottom - top) * 2))
        pen = ImageDraw.Draw(mask)
        spots = [((x - left) * 2, (y - top) * 2) for x, y in inside]
        pen.line(spots, fill=strength, width=max(2, round(width * 2)), joint="curve")
        for x, y in (spots[0], spots[-1]):
            pen.ellipse((x - width, y - width, x + width, y + width), fill=strength)
        image.paste(colour, (left, top), mask.resize((right - left, bottom - top), Image.Resampling.BOX))


def dot(image, spot, theme, there):
    """A place: a small dot, and a large one once the route is there."""
    for radius, colour in (
        (0.8 + 1.1 * there, (0, 0, 0)),
        (0.55 + 1.0 * there, theme.accent),
        (0.7 * there, (255, 255, 255)),
    ):
        size = radius * theme.unit
        if size >= 1:
            mask = Image.new("L", (round(size * 8), round(size * 8)))
            ImageDraw.Draw(mask).ellipse((0, 0, mask.width - 1, mask.height - 1), fill=255)
            small = mask.resize((round(size * 2), round(size * 2)), Image.Resampling.BOX)
            image.paste(colour, (round(spot[0] - size), round(spot[1] - size)), small)


def named(theme, places, spots, area, path):
    """The names on small plates, each beside its spot where least of the route and of other names is covered."""
    found, taken = (
        [],
        [(x - 2 * theme.unit, y - 2 * theme.unit, x + 2 * theme.unit, y + 2 * theme.unit) for x, y in spots],
    )
    for place, (x, y) in zip(places, spots, strict=True):
        picture = plate(theme, str(place.get("name") or ""), (area[2] - area[0]) * 0.42)
        aside = 3 * theme.unit
        corners = [
            (x + aside, y - picture.height / 2), (x - aside - picture.width, y - picture.height / 2),
            (x - picture.width / 2, y - aside - picture.height), (x - picture.width / 2, y + aside),
            (x + aside * 0.7, y - aside * 0.7 - picture.height), (x + aside * 0.7, y + aside * 0.7),
            (x - aside * 0.7 - picture.width, y - aside * 0.7 - picture.height),
            (x - aside * 0.7 - picture.width, y + aside * 0.7),
        ]  # fmt: skip
        boxes = [(a, b, a + picture.width, b + picture.height) for a, b in corners]
        best = min(boxes, key=lambda box: cost(box, taken, area, path))
        taken.append(best)
        found.append((picture, (round(best[0]), round(best[1]))))
    return found


def cost(box, taken, area, path):
    """How much of a box lies on others, on the route, or outside the map."""
    over = sum(overlap(box, other) for other in taken)
    outside = (box[2] - box[0]) * (box[3] - box[1]) - overlap(box, area)
    inside = (path[:, 0] > box[0]) & (path[:, 0] < box[2]) & (path[:, 1] > box[1]) & (path[:, 1] < box[3])
    return over + 3 * outside + inside.mean() * (box[2] - box[0]) * (box[3] - box[1]) * 8


def overlap(one, other):
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)


def plate(theme, name, width):
    if not name:
        return Image.new("RGBA", (1, 1))
    words = theme.text(name, "small", smallest="note", width=width)
    edge, above = round(1.4 * theme.unit), round(0.9 * theme.unit)
    whole = Image.new("RGBA", (words.width + 2 * edge, words.height + 2 * above))
    shade = Image.new("L", (whole.width * 2, whole.height * 2))
    ImageDraw.Draw(shade).rounded_rectangle((0, 0, shade.width - 1, shade.height - 1), 2 * theme.unit, fill=225)
    ground = Image.new(
        "RGB", whole.size, tuple(map(int, theme.ground[theme.ground.shape[0] // 2, theme.ground.shape[1] // 2]))
    )
    whole.paste(ground, (0, 0), shade.resize(whole.size, Image.Resampling.BOX))
    whole.putalpha(shade.resize(whole.size, Image.Resampling.BOX))
    whole.alpha_composite(words, (edge, above))
    return whole
