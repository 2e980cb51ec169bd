"""A pool of processes that filter pieces of logs at the same time; short logs are filtered in this process."""

import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context

from pipeline.errors import PassingError
from pipeline.messages import tr
from pipeline.reach.downloads.filter import FilteredPiece, FilterRules, LineFilter, LogPiece

FEW = 4
"""Pieces up to which starting processes takes longer than it saves."""
AHEAD = 2
"""Pieces for each process that wait in the queue."""

_line_filter: LineFilter


def filtered(
    log_pieces: Iterator[LogPiece], rules: FilterRules, *, line_filter: LineFilter, processes: int
) -> Iterator[FilteredPiece]:
    """The requests of the pieces, in their order; `line_filter` is used for what is too short for other processes."""
    few = list(islice(log_pieces, FEW))
    if len(few) < FEW or processes < 2:
        yield from map(line_filter.filter, chain(few, log_pieces))
        return
    # A fresh interpreter for each: threads of this one would be copied in the middle of what they do.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(rules,))
    try:
        waiting: deque[Future[FilteredPiece]] = deque()
        for piece in chain(few, log_pieces):
            waiting.append(pool.submit(_filter, piece))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as cause:
        raise PassingError(
            tr("a process that reads logs was killed"), hint=tr("try again with fewer programs open")
        ) from cause
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare(rules: FilterRules) -> None:
    global _line_filter
    # Ctrl-C goes to every process of the terminal; the one that counts stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _line_filter = LineFilter(rules)


def _filter(piece: LogPiece) -> FilteredPiece:
    return _line_filter.filter(piece)
