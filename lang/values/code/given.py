"""Functions that were compiled from a syntax tree, not from the text of their file: the front end of another language writes a tree whose nodes stand at
places of its own source, compiles it, and registers it. From then on these functions are functions like any others: staged, run, and quoted in errors.

In: a module's tree and its code; out: the node of a function's code, and what stands at a place of such a file.
"""
from __future__ import annotations

import ast
import types
from collections.abc import Iterable, Iterator
from typing import TypeAlias

FunctionNode: TypeAlias = ast.FunctionDef | ast.Lambda
_nodes: dict[int, tuple[types.CodeType, FunctionNode]] = {}     # code is kept: its id is the key, since equal code may stand in two files
_trees: dict[str, ast.Module] = {}                              # by file


def compiled(tree: ast.Module, path: str) -> types.CodeType:
    """The code of a module whose nodes stand at places of the file `path`; functions that it defines have their nodes."""
    code = compile(tree, path, "exec")
    register(code, tree)
    return code


def register(code: types.CodeType, tree: ast.Module) -> None:
    """Says that `code` was compiled from `tree`, and all functions in it from the nodes there. Line numbers and columns (in characters)
    are those of the file that the code names."""
    _trees[code.co_filename] = tree
    _pair(code, tree.body)


def given_node(code: types.CodeType) -> FunctionNode | None:
    """The node that was registered for a function's code; None for code of a Python file."""
    found = _nodes.get(id(code))
    return None if found is None else found[1]


def is_given(path: str) -> bool:
    """Is this a file whose functions came as trees: one that does not hold Python?"""
    return path in _trees


def declared(node: ast.Assign) -> ast.expr | None:
    """The shape that a front end says what is assigned has, left as `declared` on the node: an expression for a number or a tuple of them."""
    return vars(node).get("declared")


def expression_at(path: str, line: int, column: int, end_line: int, end_column: int) -> ast.expr | None:
    """The outermost expression of a registered file that stands at a place, columns from 0; None where there is none. What is assigned to has no value, and
    a front end may put it anywhere."""
    place = line, column, end_line, end_column
    stored = (ast.Name, ast.Subscript, ast.Attribute, ast.Tuple)
    found = (node for node in ast.walk(_trees[path]) if isinstance(node, ast.expr) and _place(node) == place)
    return next((node for node in found if not (isinstance(node, stored) and isinstance(node.ctx, ast.Store))), None)


def statement_at(path: str, line: int) -> ast.stmt | None:
    """The first statement of a registered file that begins in a line and has no others inside."""
    return next((node for node in ast.walk(_trees[path]) if isinstance(node, ast.stmt) and node.lineno == line and "body" not in node._fields), None)


def _place(node: ast.expr) -> tuple[int, int, int | None, int | None]:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


# -- which node is which code's
def first_line(node: FunctionNode) -> int:
    """Where code says that its function begins: decorators included."""
    return min([node.lineno, *(d.lineno for d in node.decorator_list)]) if isinstance(node, ast.FunctionDef) else node.lineno


def at_columns(code: types.CodeType, found: list[FunctionNode]) -> FunctionNode:
    """Of several lambdas on one line that whose body stands where the code has an instruction."""
    columns = {column for _, _, column, _ in code.co_positions()}
    return next((node for node in found if isinstance(node, ast.Lambda) and node.body.col_offset in columns), found[0])


def _pair(code: types.CodeType, body: Iterable[ast.AST]) -> None:
    """Registers the functions inside of code that was made of `body`, to any depth. Those of one name and line are in the same order in both, but where equal
    ones have become one."""
    nodes: dict[tuple[int, str], list[FunctionNode]] = {}
    for node in _inside(body):
        nodes.setdefault((first_line(node), node.name if isinstance(node, ast.FunctionDef) else "<lambda>"), []).append(node)
    codes: dict[tuple[int, str], list[types.CodeType]] = {}
    for inner in _functions_of(code):
        codes.setdefault((inner.co_firstlineno, inner.co_name), []).append(inner)
    for key, found in codes.items():
        there = nodes[key]
        for k, inner in enumerate(found):
            node = there[k] if len(there) == len(found) else at_columns(inner, there)
            _nodes[id(inner)] = inner, node
            _pair(inner, node.body if isinstance(node, ast.FunctionDef) else [node.body])


def _functions_of(code: types.CodeType) -> Iterator[types.CodeType]:
    """The code of functions right inside of it; those of comprehensions, which have code of their own before Python 3.12, are seen through."""
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            hidden = inner.co_name.startswith("<") and inner.co_name != "<lambda>"
            yield from _functions_of(inner) if hidden else (inner,)


def _inside(nodes: Iterable[ast.AST]) -> Iterator[FunctionNode]:
    """The functions right inside of these nodes, in the order in which Python compiles them: what a function is made with stands before it."""
    for node in nodes:
        match node:
            case ast.FunctionDef():
                yield from _inside([*node.decorator_list, node.args, *([node.returns] if node.returns else [])])
                yield node
            case ast.Lambda():
                yield from _inside([node.args])
                yield node
            case _:
                yield from _inside(ast.iter_child_nodes(node))
