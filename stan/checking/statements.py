"""Statements: loops, branches, blocks, and what each kind of statement needs (reference manual, Statements)."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import nodes
from ..errors import error
from ..source import Span
from ..types import INT, REAL, Type
from .assignment import check_assignment, mismatch, takes
from .calls import check_call
from .context import Context, Variable
from .declarations import check_declaration
from .expressions import check_arguments, check_each, check_expression, check_int
from .names import verify_fresh
from .sampling import check_increment, check_tilde


def check_all(statements: Sequence[nodes.Node], c: Context) -> None:
    """Checks statements one by one; an error in one does not end the check of the others."""
    for statement in statements:
        with c.problems.collected():
            try:
                KINDS[type(statement)](statement, c)
            except RecursionError:
                raise error("this is nested too deeply", statement.span, "write it as several statements") from None


def check_block(s: nodes.Block, c: Context) -> None:
    """`{ … }`, with a scope of its own."""
    check_all(s.body, c.inside())


def check_body(s: nodes.Node, c: Context) -> None:
    """The one statement of a branch or a loop, with a scope of its own."""
    check_all([s], c)


def check_if(s: nodes.If, c: Context) -> None:
    """`if (test) then else other`."""
    with c.problems.collected():
        check_int(s.test, c, "the condition of `if`")
    for branch in (s.then, s.other):
        if branch is not None:
            check_body(branch, c.inside())


def check_while(s: nodes.While, c: Context) -> None:
    """`while (test) body`."""
    with c.problems.collected():
        check_int(s.test, c, "the condition of `while`")
    check_body(s.body, c.inside(loop=True))


def check_for(s: nodes.For, c: Context) -> None:
    """`for (n in low:high) body`."""
    for end, what in ((s.low, "lower"), (s.high, "upper")):
        with c.problems.collected():
            check_int(end, c, f"the {what} end of a loop")
    check_loop(s.name, s.name_span, INT, s.body, c)


def check_for_each(s: nodes.ForEach, c: Context) -> None:
    """`for (x in xs) body`."""
    given = check_expression(s.sequence, c)
    if not given.dims and given.base not in ("vector", "row_vector", "matrix"):
        raise error(f"a loop goes over an array, a vector or a matrix, not `{given}`", s.sequence.span, "write `1:N` for a loop over numbers")
    check_loop(s.name, s.name_span, given.element if given.dims else REAL, s.body, c)


def check_loop(name: str, span: Span, element: Type, body: nodes.Node, c: Context) -> None:
    """The body of a loop, with its variable."""
    inner = c.inside(loop=True)
    with c.problems.collected():
        verify_fresh(name, span, c)
    inner.scope.variables[name] = Variable(element, c.block, span, None, "the loop variable")
    check_body(body, inner)


def check_jump(s: nodes.Break | nodes.Continue, c: Context) -> None:
    """`break` and `continue` stand in loops."""
    if not c.loops:
        raise error(f"`{'break' if isinstance(s, nodes.Break) else 'continue'}` stands outside of any loop", s.span)


def check_return(s: nodes.Return, c: Context) -> None:
    """`return` gives what the function says."""
    if c.function is None:
        raise error("`return` stands in functions only", s.span)
    wanted = c.function.result
    if s.value is None:
        if wanted.base != "void":
            raise error(f"`{c.function.name}` returns `{wanted}`", s.span, "write the value: `return x;`")
        return
    if wanted.base == "void":
        raise error(f"`{c.function.name}` has no result and cannot return a value", s.span, "write `return;`")
    if not takes(wanted, check_expression(s.value, c)):
        raise mismatch(f"`{c.function.name}`, which returns `{wanted}`,", wanted, s.value)


def check_say(s: nodes.Say, c: Context) -> None:
    """`print`, `reject` and `fatal_error` take anything that has a value."""
    check_each(s.arguments, c)


def check_call_statement(s: nodes.CallStatement, c: Context) -> None:
    """A function without a value."""
    call = s.call
    call.type = check_call(call, check_arguments(call, c), c)
    if call.type.base != "void":
        raise error(f"the value of `{call.name}` is not used", call.span, "assign it, or call a function that has none")


KINDS: dict[type[nodes.Node], Callable[[Any, Context], None]] = {
    nodes.Declaration: check_declaration,
    nodes.Assign: check_assignment,
    nodes.Tilde: check_tilde,
    nodes.Increment: check_increment,
    nodes.For: check_for,
    nodes.ForEach: check_for_each,
    nodes.While: check_while,
    nodes.If: check_if,
    nodes.Block: check_block,
    nodes.Profile: lambda s, c: check_block(s.body, c),
    nodes.Break: check_jump,
    nodes.Continue: check_jump,
    nodes.Return: check_return,
    nodes.Say: check_say,
    nodes.CallStatement: check_call_statement,
}
