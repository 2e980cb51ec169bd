"""Run by `excel` in a process of its own: a workbook comes in on stdin, its sheets go out on stdout.

The library behind it is fast and trusts what it reads: a broken workbook can make it ask for all memory, or end the
process at once. Here nothing but the file is lost.
"""

import contextlib
import io
import pickle
import sys
from itertools import islice

MEMORY = 1_500_000_000
"""Bytes that reading may take."""
TEXT_LIMIT = 200_000_000
"""Characters of all cells together: one long text may be in a million cells."""
CELLS = 3_000_000
"""Of all sheets together."""
MUCH_MEMORY, MANY_CELLS = "memory", "cells"
"""Answers in place of sheets; another text is what the library says."""


def main() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from python_calamine import CalamineError

    answer: object
    try:
        answer = sheets(sys.stdin.buffer.read())
    except (CalamineError, OSError, ValueError) as cause:
        answer = (str(cause).splitlines() or [""])[0][:200]
    except MemoryError:
        answer = MUCH_MEMORY
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def sheets(data: bytes) -> object:
    """Name, number of blank columns before the first, and rows, of every sheet; or MANY_CELLS."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found, cells, text = [], 0, 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = []
        for row in islice(sheet.iter_rows(), CELLS):
            cells += len(row)
            text += sum(len(cell) for cell in row if isinstance(cell, str))
            if cells > CELLS or text > TEXT_LIMIT:
                return MANY_CELLS
            rows.append([None if cell == "" else cell for cell in row])
        found.append((name, (sheet.start or (0, 0))[1], rows))
    return found


if __name__ == "__main__":
    main()
