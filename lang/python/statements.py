"""Statements: one handler for each AST node, in the table STATEMENTS. A handler takes the interpreter and its node and stages what it does."""
from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..values.services import Interpreter
from ..values.values import Scalar, Text, Value
from .assignment import annotated, assignment, augmented
from .comprehensions import Step, step
from .control import branch, truth
from .expressions import closure
from .iteration import for_, while_
from .merging import Exit
from .texts import say


def expression(it: Interpreter, node: ast.Expr) -> None:
    """A value that is dropped."""
    it.eval(node.value)


def nothing(it: Interpreter, node: ast.Pass) -> None:
    """`pass`"""
    return


def function(it: Interpreter, node: ast.FunctionDef) -> None:
    """A nested `def` is a closure."""
    if node.decorator_list:
        raise it.error("decorators inside compiled code are not part of the language", "define the decorated function at module level")
    it.frame.env[node.name] = closure(it, node, node.name)


def if_(it: Interpreter, node: ast.If) -> None:
    """A branch, or one of its bodies when the condition is known."""
    test = it.eval(node.test)
    it.frame.node = node.test
    condition = truth(it, test)
    if isinstance(condition, Scalar):
        branch(it, condition, lambda: it.run(node.body), lambda: it.run(node.orelse))
    else:
        it.run(node.body if condition else node.orelse)


# -- ways out
def return_(it: Interpreter, node: ast.Return) -> None:
    """The path ends here with a value; paths are joined at the end of the call."""
    value = it.eval(node.value) if node.value is not None else None
    it.frame.returns.append(Exit(it.b.block, {}, it.lengths, value))
    it.b.leave()


def break_(it: Interpreter, node: ast.Break) -> None:
    """The path goes on behind the loop."""
    breaks, _ = it.frame.loops[-1]
    leave(it, breaks)


def continue_(it: Interpreter, node: ast.Continue) -> None:
    """The path goes on at the next trip."""
    _, continues = it.frame.loops[-1]
    leave(it, continues)


def leave(it: Interpreter, exits: list[Exit]) -> None:
    """The path ends here, as one more of these exits."""
    exits.append(Exit(it.b.block, dict(it.frame.env), it.lengths))
    it.b.leave()


# -- failures
def assertion(it: Interpreter, node: ast.Assert) -> None:
    """`assert`: at compile time where it is decided, else a run-time check."""
    test = it.eval(node.test)
    it.frame.node = node
    condition = truth(it, test)
    text = f"assertion failed{message(it, node)}"
    if isinstance(condition, Scalar):
        it.check(condition.ref, "assert", text)
    elif not condition:
        fail(it, "assert", text)


def message(it: Interpreter, node: ast.Assert) -> str:
    """What an assertion says, with a colon before it; a value of run time has no text."""
    if node.msg is None:
        return ""
    said: list[Value] = []
    say(it, lambda: said.append(it.eval(node.msg)))                              # type: ignore[arg-type]  # there is one
    it.frame.node = node
    return f": {said[0]}" if isinstance(said[0], str) else f": {ast.unparse(node.msg)}" if isinstance(said[0], Text) else ""


def raise_(it: Interpreter, node: ast.Raise) -> None:
    """`raise`: an error now, or a run-time check that fails when the path is taken."""
    text = exception_text(it, node.exc)
    it.frame.node = node
    fail(it, "raise", text)


def fail(it: Interpreter, kind: str, text: str) -> None:
    """An error now where every path comes by, else a check that fails on this one, which ends here."""
    if not it.region:
        raise it.error(text)
    it.check("false", kind, text)
    it.rejected = True


def exception_text(it: Interpreter, node: ast.expr | None) -> str:
    """The exception as the user wrote it, with its text where that is known."""
    if not isinstance(node, ast.Call):
        return ast.unparse(node) if node is not None else "raise"
    head = ast.unparse(node.func)
    if not (node.args and isinstance(node.args[0], (ast.Constant, ast.JoinedStr))):
        return head
    try:
        text = it.eval(node.args[0])
    except Exception:                                            # what cannot be said: keep its source
        text = None
    return f"{head}: {text if isinstance(text, str) else ast.unparse(node.args[0])}"


def nonlocal_(it: Interpreter, node: ast.Nonlocal) -> None:
    """`nonlocal` is refused."""
    raise it.error("`nonlocal` is not part of the language", "return the value instead")


STATEMENTS: dict[type[ast.AST], Callable[[Interpreter, Any], None]] = {
    ast.Expr: expression,
    ast.Pass: nothing,
    ast.Assign: assignment,
    ast.AnnAssign: annotated,
    ast.AugAssign: augmented,
    ast.Return: return_,
    ast.Break: break_,
    ast.Continue: continue_,
    ast.FunctionDef: function,
    ast.Assert: assertion,
    ast.Raise: raise_,
    ast.If: if_,
    ast.For: for_,
    ast.While: while_,
    ast.Nonlocal: nonlocal_,
    Step: step,
}
