"""Source of a Python function: its AST, parsed from the function's own lines only (whole files cost 30 ms); or, of code that was compiled from a tree, the
node that was registered for it (`given.py`)."""
from __future__ import annotations

import ast
import linecache
import types
from collections.abc import Iterable
from typing import TypeAlias

from ....ir.errors import CompileError
from .given import FunctionNode, at_columns, first_line, given_node

Table: TypeAlias = dict[tuple[int, str], list[FunctionNode]]    # the functions of a file by first line and name
_nodes: dict[types.CodeType, FunctionNode] = {}
_files: dict[str, tuple[list[str], Table]] = {}                 # with the lines that they were made of


def function_node(function: types.FunctionType) -> FunctionNode:
    """The node of this function, with the line numbers of its file. CompileError when there is no source."""
    code = function.__code__
    if (given := given_node(code)) is not None:
        return given
    if code not in _nodes:
        linecache.checkcache(code.co_filename)          # a module that was written anew and reloaded
        _nodes[code] = _parse(code)
    return _nodes[code]


def _parse(code: types.CodeType) -> FunctionNode:
    if code.co_name != "<lambda>":
        lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1:_last_line(code)]
        if not lines:
            raise CompileError(f"the source of `{code.co_name}` is not available", hint="define it in a file or a notebook cell")
        indented = lines[0][:1].isspace()
        above = "\n" * (code.co_firstlineno - 2) + "if 1:\n" if indented else "\n" * (code.co_firstlineno - 1)       # so that nodes have the file's lines
        try:
            tree = ast.parse(above + "".join(lines))
            node = (tree.body[0].body if indented else tree.body)[0]             # type: ignore[attr-defined]
            if isinstance(node, ast.FunctionDef):
                return node
        except (SyntaxError, IndexError):
            pass                                                                 # a multi-line string or a comment at the margin: parse the file
    return _from_file(code)


def _last_line(code: types.CodeType) -> int:
    last = max((end or 0) for _, end, _, _ in code.co_positions())
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            last = max(last, _last_line(const))
    return last


def _from_file(code: types.CodeType) -> FunctionNode:
    lines = linecache.getlines(code.co_filename)
    if code.co_filename not in _files or _files[code.co_filename][0] is not lines:
        _files[code.co_filename] = lines, _functions("".join(lines))
    found = _files[code.co_filename][1].get((code.co_firstlineno, code.co_name), [])
    if not found:
        raise CompileError(f"the source of `{code.co_name}` is not available", hint="define it in a file or a notebook cell")
    return found[0] if len(found) == 1 else at_columns(code, found)


def _functions(text: str) -> Table:
    """All functions of a file, by their first line, decorators included, and name."""
    table: Table = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            table.setdefault((first_line(node), node.name), []).append(node)
        elif isinstance(node, ast.Lambda):
            table.setdefault((node.lineno, "<lambda>"), []).append(node)
    return table


_names: dict[int, tuple[tuple[str, ...], list[ast.stmt]]] = {}                   # nodes are kept: their id is the key


def assigned(nodes: list[ast.stmt]) -> tuple[str, ...]:
    """Names that these statements store, nested functions excepted, in order of appearance."""
    key = id(nodes)
    if key not in _names:
        _names[key] = (stored(nodes), nodes)
    return _names[key][0]


def stored(nodes: Iterable[ast.AST]) -> tuple[str, ...]:
    """`assigned` of nodes that need not be statements, such as the target of a loop."""
    found: dict[str, None] = {}
    for node in nodes:
        _stores(node, found)
    return tuple(found)


def _stores(node: ast.AST, found: dict[str, None]) -> None:
    match node:
        case ast.Name(ctx=ast.Store()):
            found[node.id] = None
        case ast.FunctionDef():
            found[node.name] = None
        case ast.Lambda() | ast.ListComp() | ast.GeneratorExp() | ast.DictComp() | ast.SetComp():
            return
        case _:
            for child in ast.iter_child_nodes(node):
                _stores(child, found)


_weights: dict[int, tuple[int, list[ast.stmt]]] = {}
_HEAVY = (ast.BinOp, ast.Call, ast.Subscript, ast.AugAssign, ast.Compare)


def weight(nodes: list[ast.stmt]) -> int:
    """How many operations the statements write, to decide about unrolling."""
    key = id(nodes)
    if key not in _weights:
        _weights[key] = (sum(isinstance(part, _HEAVY) for node in nodes for part in ast.walk(node)), nodes)
    return _weights[key][0]
