"""Definite assignment: whether every use of a variable comes behind a value of the whole (so that nothing has to be made at its declaration)."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import nodes
from ..walk import children, inside

Given = frozenset[int]      # the declarations that have a value, by identity; None stands for them behind a jump, where nothing comes
GIVEN_BLOCKS = ("data", "parameters")


def mark_assigned(program: nodes.Program) -> None:
    """Fills in `Declared.assigned`."""
    for declared in all_declared(program):
        declared.assigned = True
    for function in program.functions:
        if function.body is not None:
            through(function.body.body, frozenset())
    given: Given | None = frozenset()
    for block, body in program.blocks.items():
        given = through(body, given)
        for declared in program.declared(block):
            if declared.block != "local" and given is not None and id(declared) not in given:       # at the block's end its values are used
                declared.assigned = False


def all_declared(program: nodes.Program) -> Iterator[nodes.Declared]:
    """Every declaration of a program."""
    return (node for node in inside(program) if isinstance(node, nodes.Declared))


def through(body: Iterable[nodes.Node], given: Given | None) -> Given | None:
    """What has a value behind statements."""
    for s in body:
        given = behind(s, given)
    return given


def behind(s: nodes.Node, given: Given | None) -> Given | None:
    """What has a value behind a statement; marks what is used in it and has none."""
    match s:
        case nodes.Block():
            return through(s.body, given)
        case nodes.Profile():
            return through(s.body.body, given)
        case nodes.Declaration():
            return declared_ones(s, given)
        case nodes.Assign():
            return behind_assignment(s, given)
        case nodes.If():
            use(s.test, given)
            return both(behind(s.then, given), behind(s.other, given) if s.other else given)
        case nodes.While() | nodes.For() | nodes.ForEach():
            for part in children(s):
                use(part, given) if isinstance(part, nodes.Expr) else behind(part, given)
            return given
        case _:
            use(s, given)
            return None if isinstance(s, (nodes.Return, nodes.Break, nodes.Continue)) or (isinstance(s, nodes.Say) and s.rejects) else given


def declared_ones(s: nodes.Declaration, given: Given | None) -> Given | None:
    """Declared with a value, or where data and parameters are."""
    for declared in s.names:
        use(declared, given)
        if given is not None and (declared.value is not None or declared.block in GIVEN_BLOCKS):
            given = given | {id(declared)}
    return given


def behind_assignment(s: nodes.Assign, given: Given | None) -> Given | None:
    """A whole variable has its value; an element needs a whole before."""
    use(s.value, given)
    for target in s.target.items if isinstance(s.target, nodes.TupleLiteral) else [s.target]:
        if s.op == "=" and isinstance(target, nodes.Name) and isinstance(target.declared, nodes.Declared):
            given = None if given is None else given | {id(target.declared)}
        else:
            use(target, given)
    return given


def both(one: Given | None, other: Given | None) -> Given | None:
    """What has a value whichever way was gone."""
    if one is None or other is None:
        return one if other is None else other
    return one & other


def use(node: nodes.Node, given: Given | None) -> None:
    """Marks what is used without a value."""
    if given is None:
        return
    for part in inside(node):
        if isinstance(part, nodes.Name) and isinstance(part.declared, nodes.Declared) and id(part.declared) not in given:
            part.declared.assigned = False
