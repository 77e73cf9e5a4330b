"""Comprehensions: their members are written out one by one, or, where only the sum or the like of them is wanted, they are a loop.

`sum(f(x) for x in xs if c)` is staged as the loop that it means, and `max`, `min`, `any` and `all` likewise:

    total = 0
    for x in xs:
        if c:
            total = total + f(x)
"""
from __future__ import annotations

import ast
import builtins
import math
from typing import Any

from ..arrays import sequences
from ..arrays.ownership import own
from ..numbers import arithmetic, comparison, integers, scalars
from ..values import unrolling
from ..values.dtypes import I1
from ..values.frame import Frame
from ..values.services import Interpreter
from ..values.values import Poison, RunRange, Scalar
from .control import truth

TOTAL, ANY, SOURCE = "<total>", "<any>", "<source>"                # what no user's name can be


# -- members written out
def comprehension(it: Interpreter, e: Any) -> Any:
    """A list, generator or dict comprehension over sequences of known length, in a scope of its own."""
    source = it.eval(e.generators[0].iter)
    it.frame.node = e
    out: list[Any] = []
    up = enter(it, e)
    try:
        collect(it, e, e.generators, source, out)
    finally:
        it.frame = up
    return own(it, dict(out) if isinstance(e, ast.DictComp) else out)


def enter(it: Interpreter, e: Any) -> Frame:
    """Begin the scope of a comprehension; gives the frame around it."""
    up = it.frame
    it.frame = Frame({}, up.glb, up, up.src, up.name, (*up.path, id(e)), up)
    it.frame.node, it.frame.comprehension = e, True
    return up


def collect(it: Interpreter, e: Any, generators: list[ast.comprehension], source: Any, out: list[Any]) -> None:
    """The members for all values of the first generator's target."""
    g, *inner = generators
    path = it.frame.path
    items = static_members(it, source)
    it.iterating.append(items)
    for k, x in enumerate(items):
        it.frame.path = (*path, ("trip", id(g), k))
        it.assign(g.target, x)
        if not all(holds(it, c) for c in g.ifs):
            continue
        if inner:
            collect(it, e, inner, it.eval(inner[0].iter), out)
        else:
            out.append((it.eval(e.key), it.eval(e.value)) if isinstance(e, ast.DictComp) else it.eval(e.elt))
    it.frame.path = path
    it.iterating.pop()


def holds(it: Interpreter, condition: ast.expr) -> bool:
    """A condition that is known at compile time."""
    c = truth(it, it.eval(condition))
    if isinstance(c, Scalar):
        raise it.error("a comprehension filtered by run-time values has a shape that depends on data", "use np.where or a loop that sums")
    return c


def static_members(it: Interpreter, source: Any) -> list[Any]:
    """The members of a sequence of known length."""
    if isinstance(source, RunRange):
        unrolling.ask(it)
        raise it.error("a comprehension over a run-time range has a length that depends on data", "write a for loop")
    return sequences.members(it, source)


# -- folds
class Step(ast.stmt):
    """`target = combine(target, value)`: the innermost statement of the loop that a fold means."""

    _fields = ("target", "value")


def step(it: Interpreter, s: Any) -> None:
    """One member more."""
    value = it.eval(s.value)
    it.frame.node = s
    env = it.frame.env
    env[TOTAL] = s.combine(it, env[TOTAL], value)


def add(it: Interpreter, total: Any, x: Any) -> Any:
    return arithmetic.accumulate(it, total, x)


def larger(op: str) -> Any:
    """max (op is >) and min (op is <): Python's, the first of equals."""
    def combine(it: Interpreter, total: Any, x: Any) -> Any:
        env = it.frame.env
        some, env[ANY] = env[ANY], True
        x = scalars.scalar(it, x)
        if some is False:
            return x
        better = comparison.compare(it, op, x, total)
        if some is not True:
            better = integers.bits(it, "|", arithmetic.invert(it, some), better, I1, 2)
        return comparison.select(it, better, x, total)
    return combine


def logical(op: str) -> Any:
    """any (op is |) and all (op is &)."""
    def combine(it: Interpreter, total: Any, x: Any) -> Any:
        x = truth(it, x)
        if isinstance(x, Scalar) or isinstance(total, Scalar):
            return integers.bits(it, op, scalars.scalar(it, total, I1), scalars.scalar(it, x, I1), I1, 2)
        return total or x if op == "|" else total and x
    return combine


FOLDS = {builtins.sum: (0, add), math.fsum: (0.0, add), builtins.max: (0, larger(">")), builtins.min: (0, larger("<")),
         builtins.any: (False, logical("|")), builtins.all: (True, logical("&"))}
_loops: dict[int, tuple[Any, list[ast.stmt]]] = {}


def is_fold(f: Any, e: ast.Call) -> bool:
    """Is this a call of `sum` or the like of one comprehension?"""
    try:
        return f in FOLDS and len(e.args) == 1 and not e.keywords and isinstance(e.args[0], (ast.GeneratorExp, ast.ListComp))
    except TypeError:                                                # not hashable
        return False


def fold(it: Interpreter, f: Any, call: ast.Call, written_out: Any) -> Any:
    """`f(… for …)` as a loop. What a run-time loop cannot do (arrays of unlike shapes, tables) is written out from the next pass on."""
    e: Any = call.args[0]
    key = ("fold", *unrolling.loop_key(it, e))
    if key in it.facts.errors:
        try:
            return written_out()
        except it.passing:
            raise it.facts.errors[key] from None
    try:
        return loop_of(it, f, e)
    except it.passing as x:
        if not it.facts.dirty:
            it.facts.errors[key] = x
            it.facts.dirty = True
        raise


def loop_of(it: Interpreter, f: Any, e: Any) -> Any:
    """Stage the loop and give its result."""
    start, combine = FOLDS[f]
    source = it.eval(e.generators[0].iter)
    it.frame.node = e
    up = enter(it, e)
    it.frame.env.update({TOTAL: start, ANY: False, SOURCE: source})
    it.run(statements(e, combine))
    env, it.frame = it.frame.env, up
    total, some = env[TOTAL], env[ANY]
    if isinstance(total, Poison):
        raise it.error(total.why)
    if f in (builtins.max, builtins.min):
        if some is False:
            raise it.error(f"the {f.__name__} of no elements")
        if some is not True:
            it.check(some.ref, "raise", f"ValueError: the {f.__name__} of no elements")
    return total


def statements(e: Any, combine: Any) -> list[ast.stmt]:
    """The loops of a comprehension around its step; the same nodes in every pass."""
    if id(e) not in _loops:
        s: Any = Step()
        s.target, s.value, s.combine = ast.Name(TOTAL, ast.Store()), e.elt, combine
        body: list[ast.stmt] = [s] if combine is add else [s, ast.Assign([ast.Name(ANY, ast.Store())], ast.Constant(True))]
        for k in reversed(range(len(e.generators))):
            g = e.generators[k]
            for c in reversed(g.ifs):
                body = [ast.If(c, body, [])]
            body = [ast.For(g.target, g.iter if k else ast.Name(SOURCE, ast.Load()), body, [])]
        for node in ast.walk(body[0]):
            if not hasattr(node, "lineno"):
                ast.copy_location(node, e)
        _loops[id(e)] = (e, body)
    return _loops[id(e)][1]
