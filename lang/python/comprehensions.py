"""Comprehensions: a long one is a loop that appends to a list; the members of others are written out one by one, each staged with the target bound to a
member that is known by its place.
"""
from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..arrays import sequences
from ..arrays.ownership import own
from ..lists.grown import append, grows, is_noted_at, may_loop, new_list
from ..values import unrolling
from ..values.frame import Frame
from ..values.services import Interpreter
from ..values.sizes import SMALL
from ..values.values import Grown, RunRange, Scalar, Value, holds_run_time
from .control import truth

Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp
Members = ast.ListComp | ast.GeneratorExp       # the comprehensions that have one value a member

TOTAL, SOURCE = "<total>", "<source>"           # what no user's name can be: the result so far, the outermost sequence
Combine = Callable[[Interpreter, Any, Any], Value]                 # from the result so far and the next member to the new result
_loops: dict[tuple[int, Combine], tuple[ast.expr, list[ast.stmt]]] = {}              # the nodes are kept: their id is the key


class Step(ast.stmt):
    """`result = combine(result, value)`: the innermost statement of the loop that a comprehension means."""

    _fields = ("target", "value")
    target: ast.Name
    value: ast.expr
    combine: Combine


def step(it: Interpreter, node: Step) -> None:
    """One member more."""
    value = it.eval(node.value)
    it.frame.node = node
    env = it.frame.env
    env[TOTAL] = node.combine(it, env[TOTAL], value)


def comprehension(it: Interpreter, node: Comprehension) -> Value:
    """A list, generator or dict comprehension over sequences of known length, in a scope of its own."""
    source = it.eval(node.generators[0].iter)
    it.frame.node = node
    if not isinstance(node, ast.DictComp) and grows(it, it.place()):
        return looped(it, node, source)
    out: list[Any] = []
    up = enter(it, node)
    try:
        collect(it, node, node.generators, source, out)
    finally:
        it.frame = up
    return own(it, dict(out) if isinstance(node, ast.DictComp) else out)


def looped(it: Interpreter, node: Members, source: Value) -> Grown:
    """A list comprehension as the loop that it means."""
    made = new_list(it)
    up = enter(it, node)
    it.frame.env.update({TOTAL: made, SOURCE: source})
    it.run(statements(node, kept))
    it.frame = up
    return made


def kept(it: Interpreter, made: Grown, member: Value) -> Grown:
    """One member more of a list."""
    append(it, made, member)
    return made


def statements(node: Members, combine: Combine, behind: tuple[ast.stmt, ...] = ()) -> list[ast.stmt]:
    """The loops of a comprehension around its step, and what comes `behind` that; the same nodes in every pass."""
    key = id(node), combine
    if key not in _loops:
        inner = Step()
        inner.target, inner.value, inner.combine = ast.Name(TOTAL, ast.Store()), node.elt, combine
        body: list[ast.stmt] = [inner, *behind]
        for k, generator in reversed(list(enumerate(node.generators))):
            for condition in reversed(generator.ifs):
                body = [ast.If(condition, body, [])]
            body = [ast.For(generator.target, generator.iter if k else ast.Name(SOURCE, ast.Load()), body, [])]
        ast.fix_missing_locations(ast.copy_location(body[0], node))
        _loops[key] = (node, body)
    return _loops[key][1]


def enter(it: Interpreter, node: Comprehension) -> Frame:
    """Begin the scope of a comprehension; gives the frame around it."""
    up = it.frame
    it.frame = Frame({}, up.glb, up, up.src, up.name, (*up.path, id(node)), up)
    it.frame.node, it.frame.comprehension = node, True
    return up


def collect(it: Interpreter, node: Comprehension, generators: list[ast.comprehension], source: Value, out: list[Any]) -> None:
    """The members for all values of the first generator's target."""
    generator, *inner = generators
    path = it.frame.path
    count, member = members(it, node, source)
    it.iterating.append(source)
    for k in range(count):
        start = len(out)
        it.frame.path = (*path, ("trip", id(generator), k))
        it.assign(generator.target, member(k))
        if not all(holds(it, condition) for condition in generator.ifs):
            continue
        if inner:
            collect(it, node, inner, it.eval(inner[0].iter), out)
        else:
            out.append(element(it, node))
        if k <= 1 and count > SMALL and is_loop(it, out[start:]):
            out += out[start:] * (count - 1 - k)                    # this pass goes on with a list of the right kind
            break
    it.frame.path = path
    it.iterating.pop()


def is_loop(it: Interpreter, found: list[Any]) -> bool:
    """Are these members numbers or arrays of run time, so that the comprehension is a loop from the next pass on?"""
    place = unrolling.without_trips(it.frame.path)
    return bool(found) and all(map(holds_run_time, found)) and is_noted_at(it, place, found)


def members(it: Interpreter, node: Comprehension, source: Value) -> tuple[int, Callable[[int], Value]]:
    """How many members a sequence of known length has, and each by its number."""
    if isinstance(source, RunRange):
        unrolling.ask(it)
        raise it.error("a comprehension over a run-time range has a length that depends on data", "write a for loop")
    found = sequences.sequence(it, source)
    count = sequences.length(it, found)
    if isinstance(count, int) and count > sequences.MANY and may_loop(it, unrolling.without_trips(it.frame.path)) and not isinstance(node, ast.DictComp):
        return count, lambda k: sequences.member(it, found, k)
    written_out = sequences.members(it, found)
    return len(written_out), written_out.__getitem__


def element(it: Interpreter, node: Comprehension) -> Value:
    """One member of what the comprehension makes; of a dict a key and a value."""
    return (it.eval(node.key), it.eval(node.value)) if isinstance(node, ast.DictComp) else it.eval(node.elt)


def holds(it: Interpreter, condition: ast.expr) -> bool:
    """A condition that is known at compile time."""
    known = truth(it, it.eval(condition))
    if isinstance(known, Scalar):
        raise it.error("a comprehension filtered by run-time values has a shape that depends on data", "use np.where or a loop that sums")
    return known
