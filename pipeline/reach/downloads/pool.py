"""A crowd of processes that sift pieces at once; short logs are sifted here."""

import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context

from pipeline.errors import PassingError
from pipeline.reach.downloads.filter import Piece, Rules, Sieve, Sifted

FEW = 4
"""Pieces up to which starting processes costs more than it brings."""
AHEAD = 2
"""Pieces for each process that wait for their turn."""

_sieve: Sieve


def sifted(pieces: Iterator[Piece], rules: Rules, *, sieve: Sieve, processes: int) -> Iterator[Sifted]:
    """What the pieces come to, in their order; `sieve` sifts what is too short for other processes."""
    few = list(islice(pieces, FEW))
    if len(few) < FEW or processes < 2:
        yield from map(sieve.sift, chain(few, pieces))
        return
    # A fresh interpreter for each: what else this one runs, threads say, is not copied in the middle of something.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(rules,))
    try:
        waiting: deque[Future[Sifted]] = deque()
        for piece in chain(few, pieces):
            waiting.append(pool.submit(_sift, piece))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as cause:
        raise PassingError(
            "a process that sifts logs was killed", hint="try it again, with fewer programs open"
        ) from cause
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare(rules: Rules) -> None:
    global _sieve
    # Ctrl-C goes to every process of the terminal; the one that counts stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _sieve = Sieve(rules)


def _sift(piece: Piece) -> Sifted:
    return _sieve.sift(piece)
