"""Source of a Python function: its AST, parsed from the function's own lines only (whole files cost 30 ms)."""
from __future__ import annotations

import ast
import linecache
import types
from typing import Any

from ...ir.errors import CompileError

_nodes: dict[types.CodeType, ast.AST] = {}
_files: dict[str, dict[tuple[int, str], list[ast.AST]]] = {}


def function_node(f: types.FunctionType) -> Any:
    """The FunctionDef or Lambda of f, with the line numbers of its file. CompileError when there is no source."""
    code = f.__code__
    if code not in _nodes:
        _nodes[code] = _parse(code)
    return _nodes[code]


def _parse(code: types.CodeType) -> ast.AST:
    if code.co_name != "<lambda>":
        lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1:_last_line(code)]
        if not lines:
            raise CompileError(f"the source of `{code.co_name}` is not available", hint="define it in a file or a notebook cell")
        indented = lines[0][:1].isspace()
        try:
            tree = ast.parse(("if 1:\n" if indented else "\n") + "".join(lines))
            node = (tree.body[0].body if indented else tree.body)[0]             # type: ignore[attr-defined]
            if isinstance(node, ast.FunctionDef):
                return ast.increment_lineno(node, code.co_firstlineno - 2)
        except (SyntaxError, IndexError):
            pass                                                                 # a multi-line string or a comment at the margin: parse the file
    return _from_file(code)


def _last_line(code: types.CodeType) -> int:
    last = max((p[1] or 0) for p in code.co_positions())
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            last = max(last, _last_line(const))
    return last


def _from_file(code: types.CodeType) -> ast.AST:
    if code.co_filename not in _files:
        table: dict[tuple[int, str], list[ast.AST]] = {}
        for node in ast.walk(ast.parse("".join(linecache.getlines(code.co_filename)))):
            if isinstance(node, ast.FunctionDef):
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                table.setdefault((first, node.name), []).append(node)
            elif isinstance(node, ast.Lambda):
                table.setdefault((node.lineno, "<lambda>"), []).append(node)
        _files[code.co_filename] = table
    found = _files[code.co_filename].get((code.co_firstlineno, code.co_name), [])
    if len(found) > 1:
        columns = {p[2] for p in code.co_positions() if p[2] is not None}
        found = [n for n in found if n.body.col_offset in columns or n.body.col_offset in set(columns)] or found   # type: ignore[attr-defined]
    if not found:
        raise CompileError(f"the source of `{code.co_name}` is not available", hint="define it in a file or a notebook cell")
    return found[0]


_names: dict[int, tuple[tuple[str, ...], Any]] = {}


def assigned(nodes: list[ast.stmt]) -> tuple[str, ...]:
    """Names that these statements store, nested functions excepted, in order of appearance."""
    key = id(nodes)
    if key not in _names:
        found: dict[str, None] = {}
        for n in nodes:
            _stores(n, found)
        _names[key] = (tuple(found), nodes)
    return _names[key][0]


def _stores(n: ast.AST, found: dict[str, None]) -> None:
    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store):
        found[n.id] = None
    elif isinstance(n, ast.FunctionDef):
        found[n.name] = None
    elif isinstance(n, (ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)):
        return
    else:
        for c in ast.iter_child_nodes(n):
            _stores(c, found)


_weights: dict[int, tuple[int, Any]] = {}
_HEAVY = (ast.BinOp, ast.Call, ast.Subscript, ast.AugAssign, ast.Compare)


def weight(nodes: list[ast.stmt]) -> int:
    """How many operations the statements write, to decide about unrolling."""
    key = id(nodes)
    if key not in _weights:
        _weights[key] = (sum(isinstance(m, _HEAVY) for n in nodes for m in ast.walk(n)), nodes)
    return _weights[key][0]
