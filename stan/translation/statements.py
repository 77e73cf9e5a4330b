"""Statements as Python: a handler for each node gives a list of them. Sites and assignments have files of their own."""
from __future__ import annotations

import ast

from ..nodes import (
    Assign,
    Binary,
    Block,
    Break,
    CallStatement,
    Continue,
    Declared,
    Expr,
    For,
    ForEach,
    If,
    Index,
    Int,
    Name,
    Node,
    Profile,
    Return,
    Say,
    Text,
    TupleItem,
    While,
)
from ..types import Type
from .context import Body, Statements, read, root, targets, walk
from .templates import assignment, call, constant, name, statement, stored
from .values.conversions import copied, promoted, shares, truth


def statements_of(node: Node) -> list[Node]:
    """The statements of the body of a loop or a branch."""
    return node.body if isinstance(node, Block) else [node]


def block(body: Body, node: Block) -> list[ast.stmt]:
    return body.run(node.body)


def profile(body: Body, node: Profile) -> list[ast.stmt]:
    return body.run(node.body.body)


# -- loops and branches
def for_(body: Body, node: For) -> list[ast.stmt]:
    """`for (i in low:high)`: `range` ends behind the last."""
    low, outer = body.expr(node.low), body.starts.get(node.name)
    body.starts[node.name] = node.low.value if isinstance(node.low, Int) else 0
    inside = body.nested(statements_of(node.body), node)
    del body.starts[node.name]
    if outer is not None:
        body.starts[node.name] = outer
    if read(node.high) & assigned(node.body):
        return counting(body, node, low, inside)
    return [loop(body, node, call("range", body.place(node), low, beyond(body, node.high)), inside)]


def assigned(node: Node) -> set[str]:
    """The variables that a piece of the program assigns, or parts of them."""
    return {root(target) for part in walk(node) if isinstance(part, Assign) for target in targets(part.target)}


def counting(body: Body, node: For, low: ast.expr, inside: list[ast.stmt]) -> list[ast.stmt]:
    """A loop whose end moves while it runs: each pass asks for it anew, as stanc writes the loop."""
    place, own = body.place(node), body.python(node.name)
    last = f"{own}__"                                                              # no name of Stan's ends so
    high = body.expr(node.high)
    again = body.fill("_0 < _1", node, name(last, place), high)
    pass_ = [assignment(name(own, place), body.fill("_0 + 1", node, name(last, place)), place), assignment(name(last, place), name(own, place), place)]
    before = constant(node.low.value - 1, place) if isinstance(node.low, Int) else body.fill("_0 - 1", node.low, low)
    return [assignment(name(last, place), before, place), ast.While(again, [*pass_, *inside], [], **place._asdict())]


def beyond(body: Body, high: Expr) -> ast.expr:
    """One more than the last."""
    match high:
        case Int(value=value):
            return constant(value + 1, body.place(high))
        case Binary(op="-", left=left, right=Int(value=1)):
            return body.expr(left)
        case _:
            return body.fill("_0 + 1", high, body.expr(high))


def foreach(body: Body, node: ForEach) -> list[ast.stmt]:
    """`for (x in xs)`; the numbers of a matrix come row by row, as stanc writes the loop."""
    sequence = body.expr(node.sequence)
    if node.sequence.type == Type("matrix"):
        sequence = body.fill("np.ravel(_0)", node.sequence, sequence)
    inside = body.nested(statements_of(node.body), node)
    if node.sequence.type.dims and root(node.sequence) in assigned(node.body):
        inside = [*as_begun(body, node), *inside]
    return [loop(body, node, sequence, inside)]


def as_begun(body: Body, node: ForEach) -> list[ast.stmt]:
    """In a loop that assigns to what it goes through: each pass has what stood there when it began."""
    place, element = body.place(node.name_span), node.sequence.type.element
    held = name(body.python(node.name), place)
    return [assignment(name(held.id, place), copied(body, node, held, element), place)] if element.rank or element.base == "tuple" else []


def loop(body: Body, node: For | ForEach, steps: ast.expr, inside: list[ast.stmt]) -> ast.stmt:
    target = stored(name(body.python(node.name), body.place(node.name_span)))
    return ast.For(target, steps, inside, [], None, **body.place(node)._asdict())


def while_(body: Body, node: While) -> list[ast.stmt]:
    test = truth(body, node.test)
    return [ast.While(test, body.nested(statements_of(node.body), node), [], **body.place(node)._asdict())]


def if_(body: Body, node: If) -> list[ast.stmt]:
    """A branch. What one way of two that data choose from observes may have the name that the other has."""
    test, before = truth(body, node.test), set(body.sites)
    then = body.nested(statements_of(node.then), node)
    after = set(body.sites)
    if node.test.data:
        body.sites = before
    other = [] if node.other is None else body.nested(statements_of(node.other), node)
    body.sites |= after
    return [ast.If(test, then, other, **body.place(node)._asdict())]


def break_(body: Body, node: Break) -> list[ast.stmt]:
    return [ast.Break(**body.place(node)._asdict())]


def continue_(body: Body, node: Continue) -> list[ast.stmt]:
    return [ast.Continue(**body.place(node)._asdict())]


# -- functions
def return_(body: Body, node: Return) -> list[ast.stmt]:
    """`return`: arguments that go back are copies, their names may stand for arrays of the caller's."""
    made = None if node.value is None else returned(body, node.value)
    return [ast.Return(made, **body.place(node)._asdict())]


def returned(body: Body, node: Expr) -> ast.expr:
    """What goes back: of an argument a copy."""
    made = promoted(body, node, body.result)
    return copied(body, node, made, node.type) if shares(node) and not is_local(node) else made


def is_local(node: Expr) -> bool:
    """Is it a variable of the function's own? Its array has no other name when the function has ended."""
    while isinstance(node, (Index, TupleItem)):
        node = node.base
    return isinstance(node, Name) and isinstance(node.declared, Declared)


def call_statement(body: Body, node: CallStatement) -> list[ast.stmt]:
    return [statement(body.expr(node.call), body.place(node))]


# -- words
def say(body: Body, node: Say) -> list[ast.stmt]:
    """`print` prints where Python runs; `reject` and `fatal_error` give up the point with their text."""
    place = body.place(node)
    if node.rejects:
        return [ast.Raise(call("ValueError", place, message(body, node)), None, **place._asdict())]
    return [statement(call("print", place, *[body.expr(argument) for argument in node.arguments]), place)]


def message(body: Body, node: Say) -> ast.expr:
    """The text of a rejection, values put in."""
    at = body.place(node)._asdict()
    if all(isinstance(argument, Text) for argument in node.arguments):
        return constant("".join(argument.value for argument in node.arguments if isinstance(argument, Text)), body.place(node))
    parts: list[ast.expr] = []
    for argument in node.arguments:
        if isinstance(argument, Text):
            parts.append(ast.Constant(argument.value, **at))
        else:
            parts.append(ast.FormattedValue(body.expr(argument), -1, None, **at))
    return ast.JoinedStr(parts, **at)


STATEMENTS: Statements = {
    Block: block,
    Profile: profile,
    For: for_,
    ForEach: foreach,
    While: while_,
    If: if_,
    Break: break_,
    Continue: continue_,
    Return: return_,
    CallStatement: call_statement,
    Say: say,
}
