"""The arena that compiled code works in: a fixed block for large temporaries and the chunks of its tapes. One per thread, never shared.

Layout (all words of 8 bytes): ptr fixed block, i64 bytes of it, i64 failed, i64 unused, then `MAX_TAPES` records of 4 words
{ptr chunk, i64 top, unused, unused}. A chunk is {ptr previous, ptr next, CHUNK slots of 8 bytes}: the first chunk of each tape belongs to
Python, further ones are malloc'ed by compiled code and freed here.
"""
from __future__ import annotations

import ctypes
import threading
import weakref

import numpy as np

MAX_TAPES, TAPES_AT, TAPE_BYTES = 16, 32, 32      # four reverse modes on one another: each doubles the tapes, and adds its own
CHUNK, CHUNK_HEAD = 8190, 16                      # 64 KiB with its head


class Arena:
    """`address` goes to the code as `%arena`; `failed` says that memory ran out since the last `reset`."""

    def __init__(self, fixed_bytes: int = 0):
        self._words = np.zeros((TAPES_AT + TAPE_BYTES * MAX_TAPES) // 8, np.uint64)
        self._block = np.zeros(fixed_bytes // 8 + 9, np.uint64)
        self._first = np.empty((MAX_TAPES, CHUNK + CHUNK_HEAD // 8), np.uint64)      # pages are touched only when a tape is used
        self._first[:, :2] = 0
        self._words[0] = -(-self._block.ctypes.data // 64) * 64                      # a cache line, and the widest vector register
        self._words[1] = fixed_bytes
        self.reset()
        self._finalizer = weakref.finalize(self, _free_chunks, self._first)

    @property
    def address(self) -> int:
        """What the code gets as `%arena`."""
        return self._words.ctypes.data

    @property
    def fixed_bytes(self) -> int:
        """Size of the fixed part, in bytes."""
        return int(self._words[1])

    @property
    def failed(self) -> bool:
        """Did memory run out since the last `reset`?"""
        return bool(self._words[2])

    def reset(self) -> None:
        """Empty tapes, no failure; chunks are kept."""
        self._words[2] = 0
        records = self._words[TAPES_AT // 8:].reshape(MAX_TAPES, TAPE_BYTES // 8)
        records[:, 0] = [self._first[k].ctypes.data for k in range(MAX_TAPES)]
        records[:, 1] = 0

    def close(self) -> None:
        """Frees the chunks; the arena must not be used afterwards."""
        self._finalizer()


def _free_chunks(first: np.ndarray) -> None:
    free = ctypes.CDLL(None).free
    free.argtypes = [ctypes.c_void_p]
    for row in first:
        chunk = int(row[1])
        row[1] = 0
        while chunk:
            following = ctypes.c_uint64.from_address(chunk + 8).value
            free(chunk)
            chunk = following


_LOCAL = threading.local()


def thread_arena(fixed_bytes: int = 0) -> Arena:
    """This thread's arena, at least that large."""
    arena = getattr(_LOCAL, "arena", None)
    if arena is None or arena.fixed_bytes < fixed_bytes:
        arena = _LOCAL.arena = Arena(fixed_bytes)
    return arena
