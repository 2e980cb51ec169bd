"""A picture that could be a cover."""

import numpy as np
from PIL import Image, ImageDraw


def scene(seed: int = 1, size: tuple[int, int] = (960, 640)) -> Image.Image:
    """Houses before a sky, each with its own windows."""
    dice = np.random.Generator(np.random.PCG64(seed))
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = int(dice.integers(size[0])), int(dice.integers(size[1] // 3, size[1] * 4 // 5))
        colour = tuple(int(one) for one in dice.integers(30, 226, 3))
        pen.rectangle((x, y, x + 60, y + 90), fill=colour, outline=(20, 20, 20), width=2)
    return image
