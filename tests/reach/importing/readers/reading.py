"""A file as the readers give it."""

from pathlib import Path

from pipeline.reach.importing.readers import Contents, contents, fingerprint_of

TABLE = [["标题", "播放量"], ["一", "12"], ["二，三", "3,400"]]


def read(path: Path) -> Contents:
    return contents(fingerprint_of(path))


def rows(path: Path) -> list[list[object]]:
    (grid,) = read(path).grids
    return [list(row) for row in grid.rows()]
