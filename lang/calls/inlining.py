"""Functions of the user's that are followed: their bodies are staged in place of the call, by their source."""
from __future__ import annotations

import ast
import sys
import types
from functools import cache
from typing import NamedTuple

from ...ir.errors import CompileError
from ..arrays.ownership import own
from ..python.merging import Exit, join
from ..python.rejected import Rejected
from ..values.code.source import function_node
from ..values.frame import Frame
from ..values.services import Interpreter
from ..values.values import Closure, Value

DEPTH = 60                                      # calls within calls before we speak of recursion


class Definition(NamedTuple):
    """A function as its source has it: its node, the names that it sees (`cells`: those of the functions around it), its file, and its defaults."""

    node: ast.FunctionDef | ast.Lambda
    glb: dict[str, Value]
    cells: Frame | dict[str, Value]
    src: str
    name: str
    defaults: list[Value]
    kwdefaults: dict[str, Value]


@cache
def installed() -> tuple[str, ...]:
    """The folders of the standard library and of packages."""
    import sysconfig

    return tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def is_followed(f: types.FunctionType) -> bool:
    """A function of the user's, or of ours. Those of the standard library and of installed packages are called by Python."""
    root = (f.__module__ or "").split(".")[0]
    path = f.__code__.co_filename
    return root == "llbayes" or not (root in sys.stdlib_module_names or path.startswith(installed()) or path.startswith("<__array_function__"))


def definition(it: Interpreter, f: types.FunctionType) -> Definition:
    """How a Python function is defined; an error where its source is not available."""
    try:
        node = function_node(f)
    except CompileError as failure:
        raise it.error(failure.message, failure.hint) from None
    it.facts.outside.function(f)
    return Definition(node, f.__globals__, cells_of(f), f.__code__.co_filename, f.__name__, list(f.__defaults__ or ()), f.__kwdefaults__ or {})


def cells_of(f: types.FunctionType) -> dict[str, Value]:
    """The variables of enclosing functions by name; one that is not set yet is an error when it is read."""
    cells: dict[str, Value] = {}
    for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
        try:
            cells[name] = cell.cell_contents
        except ValueError:
            continue
    return cells


def inline_function(it: Interpreter, f: types.FunctionType, args: list[Value], kw: dict[str, Value], node: ast.Call | None) -> Value:
    """Stage the body of a Python function in place of its call."""
    return inline(it, definition(it, f), args, kw, node)


def inline_closure(it: Interpreter, f: Closure, args: list[Value], kw: dict[str, Value], node: ast.Call | None) -> Value:
    """Stage the body of a function that is defined inside staged code."""
    frame = f.frame
    return inline(it, Definition(f.node, frame.glb, frame, frame.src, f.name, f.defaults, f.kwdefaults), args, kw, node)


def inline(it: Interpreter, f: Definition, args: list[Value], kw: dict[str, Value], node: ast.Call | None) -> Value:
    """Stage the body of a function in place of its call."""
    if sum(1 for _ in it.frames()) > DEPTH:
        raise it.error(f"recursion in `{f.name}` is not part of the language", "write a loop")
    up = it.frame
    frame = Frame(bind(it, f, args, kw), f.glb, f.cells, f.src, f.name, (*(up.path if up else ()), *place(f, up, node)), up)
    frame.node = first_node(f) if up is not None else f.node
    it.frame = frame
    if up is None:
        it.root = frame
    result = it.eval(f.node.body) if isinstance(f.node, ast.Lambda) else body(it, frame, f.node)
    it.frame, frame.done = up, True
    if it.rejected and up is not None:
        raise Rejected
    return result


def place(f: Definition, up: Frame | None, node: ast.Call | None) -> tuple[int, ...]:
    """What tells this call from others of its frame. One by Python's own code, as of a distribution's function, has no node of the user's: it
    is told apart by where that has got to."""
    return (id(node),) if node is not None else (id(up.node) if up else 0, id(f.node))


def first_node(f: Definition) -> ast.stmt | ast.expr:
    """Where a call begins."""
    return f.node.body if isinstance(f.node, ast.Lambda) else f.node.body[0]


def body(it: Interpreter, frame: Frame, node: ast.FunctionDef) -> Value:
    """Stage a function's statements; its value is that of the paths that return, joined."""
    since, outer = it.b.count, it.region
    it.run(node.body)
    if it.b.block is not None:
        frame.returns.append(Exit(it.b.block, {}, it.lengths, rejected=it.rejected))
    it.region, it.rejected = outer, False
    _, result = join(it, frame.returns, since)
    return result


# -- Python's binding of arguments to parameters
def bind(it: Interpreter, f: Definition, args: list[Value], kw: dict[str, Value]) -> dict[str, Value]:
    """The parameters by name, with their arguments or defaults."""
    given = f.node.args
    positional = [parameter.arg for parameter in (*given.posonlyargs, *given.args)]
    keyword = [parameter.arg for parameter in given.kwonlyargs]
    env = by_position(it, f, positional, args)
    rest = by_keyword(it, f, env, kw, positional, keyword)
    if given.kwarg:
        env[given.kwarg.arg] = own(it, rest)
    elif rest:
        raise it.error(f"{f.name}() got an unexpected keyword argument `{next(iter(rest))}`")
    for name, value in (*zip(positional[len(positional) - len(f.defaults):], f.defaults, strict=True), *f.kwdefaults.items()):
        env.setdefault(name, value)
    missing = [name for name in (*positional, *keyword) if name not in env]
    if missing:
        raise it.error(f"{f.name}() misses the arguments {', '.join(f'`{name}`' for name in missing)}")
    return env


def by_position(it: Interpreter, f: Definition, positional: list[str], args: list[Value]) -> dict[str, Value]:
    """Positional arguments go to the parameters in order; what is left over to `*args`."""
    rest = f.node.args.vararg
    if len(args) > len(positional) and not rest:
        raise it.error(f"{f.name}() takes {len(positional)} positional arguments but {len(args)} were given")
    env: dict[str, Value] = dict(zip(positional, args, strict=False))
    if rest:
        env[rest.arg] = tuple(args[len(positional):])
    return env


def by_keyword(it: Interpreter, f: Definition, env: dict[str, Value], kw: dict[str, Value], positional: list[str], keyword: list[str]) -> dict[str, Value]:
    """Keyword arguments go to the parameters of their names; gives those that have none."""
    rest = {}
    for name, value in kw.items():
        if name in env and name in positional:
            raise it.error(f"{f.name}() got multiple values for argument `{name}`")
        (env if name in positional or name in keyword else rest)[name] = value
    return rest
