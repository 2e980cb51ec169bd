"""Curves of loudness, as a recording has them."""

VOICE, ROOM, SILENCE = 108, 60, 0
"""dB above -128, as in a loudness curve."""


def curve(*parts: tuple[float, int]) -> bytes:
    """Seconds and levels, speech with the dips that syllables make."""
    level = bytearray()
    for seconds, loud in parts:
        steps = round(seconds * 100)
        level += bytes(loud - (12 if loud == VOICE and step % 20 > 16 else 0) for step in range(steps))
    return bytes(level)
