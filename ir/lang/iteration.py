"""`for` and `while`: which loops are unrolled, and what a run-time loop runs over. The run-time loop itself is in `loops.py`."""
from __future__ import annotations

from typing import Any

from . import arithmetic, scalars
from .arrays import lift
from .assignment import assign
from .control import Exit, departures, go_on, join, truth
from .dtypes import I64, is_num
from .loops import loop, trip
from .sizes import Size
from .source import weight
from .storage import force
from .values import ARRAYS, Masked, RunRange, Scalar, Zip, describe

UNROLL_TRIPS, UNROLL_WEIGHT, UNROLL_SITES = 8, 400, 64


def for_(it: Any, s: Any) -> None:
    """A for loop: unrolled when short and known, else a run-time loop."""
    it.fence_field(s, "orelse")
    source = it.eval(s.iter)
    it.frame.node = s
    key = (it.frame.path, id(s))
    must_unroll = ("unroll", key) in it.facts.notes
    if isinstance(source, Masked):
        raise it.error("a loop over an array whose length depends on data is not part of the language", "loop over all elements with an `if`")
    if isinstance(source, RunRange) and isinstance(source.hi, Size) and is_num(source.lo) and source.lo == 0:
        return entered(it, key, lambda: loop(it, s, source.hi, lambda i: i))
    if isinstance(source, RunRange):
        return run_time_range(it, s, source, key)
    if isinstance(source, ARRAYS):
        source = Zip([source])
    if isinstance(source, Zip):
        return over_arrays(it, s, source, must_unroll, key)
    if isinstance(source, range) and not must_unroll and not is_short(len(source), s):
        return entered(it, key, lambda: loop(it, s, len(source), lambda i: affine(it, i, source.start, source.step)))
    try:
        items = list(source)
    except TypeError:
        raise it.error(f"{describe(source)} cannot be looped over") from None
    if must_unroll:
        check_trips(it, len(items))
    return unrolled(it, s, items)


def is_short(n: Any, s: Any) -> bool:
    """Is a loop of n trips better unrolled?"""
    return isinstance(n, int) and n <= UNROLL_TRIPS and n * weight(s.body) <= UNROLL_WEIGHT


def check_trips(it: Any, n: Any) -> None:
    """A loop that makes parameters must have few trips, known at compile time."""
    if not isinstance(n, int):
        raise it.error("a loop that makes parameters is unrolled, and how many trips this one has is known at run time only")
    if n > UNROLL_SITES:
        raise it.error(
            f"a loop that makes parameters is unrolled, and {n} trips are too many (at most {UNROLL_SITES})",
            "make one site of them with `shape=` or `dims=`",
        )


def entered(it: Any, key: Any, run: Any) -> None:
    """Run a loop that inner code may ask to be unrolled."""
    it.loop_stack.append(key)
    try:
        run()
    finally:
        it.loop_stack.pop()


def affine(it: Any, i: Any, start: int, step: int) -> Any:
    """start + i * step"""
    if step != 1:
        i = it.operate("*", i, step)
    return it.operate("+", i, start) if start else i


def run_time_range(it: Any, s: Any, r: RunRange, key: Any) -> None:
    """A loop over a range with a run-time bound."""
    lo, hi = scalars.scalar(it, r.lo, I64), scalars.scalar(it, r.hi, I64)
    n = hi if is_num(r.lo) and r.lo == 0 else arithmetic.binary(it, "-", hi, lo)
    if r.step != 1:
        if r.step < 0:
            n = arithmetic.binary(it, "-", lo, hi)
        n = arithmetic.binary(it, "//", arithmetic.binary(it, "+", n, abs(r.step) - 1), abs(r.step))
    top = (lo.rng[0], hi.rng[1] - 1) if r.step > 0 and lo.rng and hi.rng and hi.rng[1] - 1 >= lo.rng[0] else None
    if r.step < 0 and lo.rng and hi.rng and lo.rng[1] >= hi.rng[0] + 1:
        top = (hi.rng[0] + 1, lo.rng[1])

    def item(i: Scalar) -> Any:
        v = i if r.step == 1 else arithmetic.binary(it, "*", i, r.step)
        v = v if is_num(r.lo) and r.lo == 0 else arithmetic.binary(it, "+", v, lo)
        v = Scalar(I64, v.ref, v.rng, max(v.stage, hi.stage), v.lin)
        if top is not None:
            v.rng = top
        return v

    entered(it, key, lambda: loop(it, s, n, item))


def over_arrays(it: Any, s: Any, z: Zip, must_unroll: bool, key: Any) -> None:
    """A loop over the rows of one or several arrays."""
    parts = [lift(it, p) if not isinstance(p, range) else p for p in z.parts]
    parts = [force(it, p) if isinstance(p, ARRAYS) else p for p in parts]
    lengths = [len(p) if isinstance(p, range) else p.shape[0] for p in parts]
    n = min(lengths) if all(isinstance(x, int) for x in lengths) else scalars.length(lengths[0])
    if isinstance(n, Scalar) and any(x != lengths[0] for x in lengths):
        raise it.error("these arrays have different lengths, known at run time only", "loop over range(…) and index them")

    def item(i: Any) -> Any:
        row = tuple(affine(it, i, p.start, p.step) if isinstance(p, range) else it.index(p, (i,)) for p in parts)
        if z.start is not None:
            return (it.operate("+", i, z.start) if z.start else i, row[0])
        return row if z.parts is not parts and len(z.parts) > 1 else row[0]

    if must_unroll:
        check_trips(it, n)
    if must_unroll or is_short(n, s):
        return unrolled(it, s, list(map(item, range(n))))                                # type: ignore[arg-type]
    return entered(it, key, lambda: loop(it, s, n, item))


def unrolled(it: Any, s: Any, items: list[Any]) -> None:
    """The body once for each item."""
    fr, path = it.frame, it.frame.path
    outer, left = it.region, departures(fr)
    breaks: list[Exit] = []
    for k, x in enumerate(items):
        fr.path = (*path, ("trip", id(s), k))  # facts of each trip are its own
        assign(it, s.target, x)
        trip(it, s.body, breaks, [])
        if it.b.block is None:
            break
    fr.path = path
    if breaks:
        here = [Exit(it.b.block, fr.env)] if it.b.block is not None else []
        env, _ = join(it, breaks + here)
        fr.env = env or fr.env
    go_on(it, outer, left)


def while_(it: Any, s: Any) -> None:
    """A while loop is never unrolled."""
    it.fence_field(s, "orelse")

    def condition() -> Any:
        test = it.eval(s.test)
        it.frame.node = s.test
        return truth(it, test)

    entered(it, (it.frame.path, id(s)), lambda: loop(it, s, None, None, condition))
