"""Comprehensions: their members are written out one by one, each staged with the target bound to a member that is known by its place."""
from __future__ import annotations

import ast
from typing import Any

from ..arrays import sequences
from ..arrays.ownership import own
from ..values import unrolling
from ..values.frame import Frame
from ..values.services import Interpreter
from ..values.values import RunRange, Scalar, Value
from .control import truth

Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp


def comprehension(it: Interpreter, node: Comprehension) -> Value:
    """A list, generator or dict comprehension over sequences of known length, in a scope of its own."""
    source = it.eval(node.generators[0].iter)
    it.frame.node = node
    out: list[Any] = []
    up = enter(it, node)
    try:
        collect(it, node, node.generators, source, out)
    finally:
        it.frame = up
    return own(it, dict(out) if isinstance(node, ast.DictComp) else out)


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
    items = static_members(it, source)
    it.iterating.append(items)
    for k, member in enumerate(items):
        it.frame.path = (*path, ("trip", id(generator), k))
        it.assign(generator.target, member)
        if not all(holds(it, condition) for condition in generator.ifs):
            continue
        if inner:
            collect(it, node, inner, it.eval(inner[0].iter), out)
        else:
            out.append(element(it, node))
    it.frame.path = path
    it.iterating.pop()


def element(it: Interpreter, node: Comprehension) -> Value:
    """One member of what the comprehension makes; of a dict a key and a value."""
    return (it.eval(node.key), it.eval(node.value)) if isinstance(node, ast.DictComp) else it.eval(node.elt)


def holds(it: Interpreter, condition: ast.expr) -> bool:
    """A condition that is known at compile time."""
    known = truth(it, it.eval(condition))
    if isinstance(known, Scalar):
        raise it.error("a comprehension filtered by run-time values has a shape that depends on data", "use np.where or a loop that sums")
    return known


def static_members(it: Interpreter, source: Value) -> list[Any]:
    """The members of a sequence of known length."""
    if isinstance(source, RunRange):
        unrolling.ask(it)
        raise it.error("a comprehension over a run-time range has a length that depends on data", "write a for loop")
    return sequences.members(it, source)
