"""CPython's stand-in for the staging interpreter: the same services to interpretations, so that each of these is written once."""

from __future__ import annotations

import functools
import itertools
import sys
from typing import Any

import numpy as np

from ...ir.errors import ModelError, Position

ROOT = __file__.rsplit("/", 3)[0] + "/"


class Host:
    """Services of one run of a model in CPython at the coordinates z."""

    def __init__(self, z: Any, generator: Any = None):
        self.z, self.generator = np.asarray(z, float), generator
        self.accumulators: dict[str, float] = {}
        self.outputs: dict[str, list[Any]] = {}

    def call(self, f: Any, *args: Any, **kw: Any) -> Any:
        return f(*args, **kw)

    def shape(self, v: Any) -> tuple[int, ...]:
        return np.shape(v)

    def dtype(self, v: Any) -> str:
        return {"f": "f8", "b": "b1"}.get(np.asarray(v).dtype.kind, "i8")

    def level(self, v: Any) -> str:
        return "parameter"

    def parameter(self, offset: int, shape: tuple[int, ...]) -> Any:
        if not shape:
            return self.z[offset]
        return self.z[offset : offset + int(np.prod(shape))].reshape(shape).copy()

    def add(self, name: str, value: Any) -> None:
        self.accumulators[name] = self.accumulators.get(name, 0.0) + float(np.sum(value))

    def accumulated(self, name: str) -> float:
        return self.accumulators.get(name, 0.0)

    def output(self, name: str, value: Any, visits: int = 1) -> None:
        self.outputs.setdefault(name, []).append(value)

    def emit_loop_depth(self) -> int:
        return 0

    def conditional(self) -> bool:
        return False

    def unroll_here(self) -> None: ...

    def call_site(self) -> tuple[Any, ...]:
        frame = user_frame()
        return () if frame is None else (frame.f_code, frame.f_lasti)

    def position(self) -> Position | None:
        return place(user_frame())

    def error(self, message: str, hint: str = "") -> ModelError:
        return ModelError(message, self.position(), hint)


@functools.cache
def is_ours(path: str) -> bool:
    return path.startswith(ROOT) and not path[len(ROOT) :].startswith(("tests/", "models/", "notebooks/", "benchmarks/", "docs/"))


def user_frame() -> Any:
    frame = sys._getframe(1)
    while frame is not None and (is_ours(frame.f_code.co_filename) or frame.f_code.co_filename.startswith("<")):
        frame = frame.f_back
    return frame


def place(frame: Any, lasti: int | None = None) -> Position | None:
    """The source position of what a frame is doing."""
    if frame is None:
        return None
    code, at = frame.f_code, (frame.f_lasti if lasti is None else lasti) // 2
    p = next(itertools.islice(code.co_positions(), at, None), None)
    if p is not None and p[0] is not None:
        return Position(code.co_filename, p[0], (p[2] or 0) + 1, p[1] or p[0], (p[3] or 0) + 1, code.co_name)
    return Position(code.co_filename, frame.f_lineno, 1, frame.f_lineno, 1, code.co_name)


def raised_at(error: BaseException) -> Position | None:
    """The innermost place of the user's own source that an exception passed through."""
    found, tb = None, error.__traceback__
    while tb is not None:
        if not is_ours(tb.tb_frame.f_code.co_filename) and "site-packages" not in tb.tb_frame.f_code.co_filename:
            found = place(tb.tb_frame, tb.tb_lasti)
        tb = tb.tb_next
    return found


def raised_by_us(error: BaseException) -> bool:
    """Is the innermost place of an exception in our own code? Then it is our bug."""
    tb = error.__traceback__
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    return tb is not None and is_ours(tb.tb_frame.f_code.co_filename)
