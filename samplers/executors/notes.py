"""What a run has to say of its draws where nobody sees its warnings: on a worker they are collected, and travel with the result. Whose an error is."""
from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[list[str] | None] = ContextVar("heard", default=None)


@contextmanager
def collecting() -> Generator[list[str]]:
    """Texts of warnings about draws, of runs inside that this thread makes, go into the list and nowhere else."""
    texts: list[str] = []
    token = _heard.set(texts)
    try:
        yield texts
    finally:
        _heard.reset(token)


def to_warn(texts: Sequence[str]) -> Sequence[str]:
    """The texts that are to be warnings: none where they are collected."""
    heard = _heard.get()
    if heard is None:
        return texts
    heard += texts
    return ()


def of_chain(error: BaseException, failures: Mapping[int, BaseException]) -> BaseException:
    """The error, which also says of which chain it is."""
    for number, own in failures.items():
        if own is error:
            error.add_note(f"in chain {number}")
    return error
