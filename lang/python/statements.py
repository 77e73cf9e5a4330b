"""Statements: one handler for each AST node, in the table STATEMENTS."""
from __future__ import annotations

import ast
from typing import Any

from ..values.services import Interpreter
from ..values.values import Scalar
from .assignment import annotated, assignment, augmented
from .comprehensions import Step, step
from .control import Exit, branch, truth
from .expressions import closure
from .iteration import for_, while_


def expression(it: Interpreter, s: Any) -> None:
    """A value that is dropped."""
    it.eval(s.value)


def nothing(it: Interpreter, s: Any) -> None:
    """`pass`"""
    return


def return_(it: Interpreter, s: Any) -> None:
    """The path ends here with a value; paths are joined at the end of the call."""
    v = it.eval(s.value) if s.value is not None else None
    it.frame.returns.append(Exit(it.b.block, {}, v))
    it.b.block = None


def break_(it: Interpreter, s: Any) -> None:
    """The path goes on behind the loop."""
    it.frame.loops[-1][0].append(Exit(it.b.block, dict(it.frame.env)))
    it.b.block = None


def continue_(it: Interpreter, s: Any) -> None:
    """The path goes on at the next trip."""
    it.frame.loops[-1][1].append(Exit(it.b.block, dict(it.frame.env)))
    it.b.block = None


def function(it: Interpreter, s: Any) -> None:
    """A nested `def` is a closure."""
    if s.decorator_list:
        raise it.error("decorators inside compiled code are not part of the language", "define the decorated function at module level")
    it.frame.env[s.name] = closure(it, s, s.name)


def assertion(it: Interpreter, s: Any) -> None:
    """`assert`: at compile time where it is decided, else a run-time check."""
    test = it.eval(s.test)
    it.frame.node = s
    c = truth(it, test)
    text = "assertion failed"
    if s.msg is not None:
        m = it.eval(s.msg)
        text += f": {m}" if isinstance(m, str) else ""
        it.frame.node = s
    if isinstance(c, Scalar):
        it.check(c.ref, "assert", text)
    elif not c:
        if it.region:
            it.check("false", "assert", text)
        else:
            raise it.error(text)


def raise_(it: Interpreter, s: Any) -> None:
    """`raise`: an error now, or a run-time check that fails when the path is taken."""
    text = _exception_text(it, s)
    it.frame.node = s
    if not it.region:
        raise it.error(text)
    it.check("false", "raise", text)


def _exception_text(it: Interpreter, s: Any) -> str:
    e = s.exc
    if isinstance(e, ast.Call):
        head = ast.unparse(e.func)
        if e.args and isinstance(e.args[0], (ast.Constant, ast.JoinedStr)):
            try:
                return f"{head}: {it.eval(e.args[0])}"
            except Exception:  # a run-time value in the message: keep its text
                return f"{head}: {ast.unparse(e.args[0])}"
        return head
    return ast.unparse(e) if e is not None else "raise"


def if_(it: Interpreter, s: Any) -> None:
    """A branch, or one of its bodies when the condition is known."""
    test = it.eval(s.test)
    it.frame.node = s.test
    c = truth(it, test)
    if isinstance(c, Scalar):
        branch(it, c, lambda: it.run(s.body), lambda: it.run(s.orelse))
    else:
        it.run(s.body if c else s.orelse)


def nonlocal_(it: Interpreter, s: Any) -> None:
    """`nonlocal` is refused."""
    raise it.error("`nonlocal` is not part of the language", "return the value instead")


STATEMENTS: dict[type[ast.AST], Any] = {
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
