"""Functions that were compiled from a tree whose nodes stand in a file of another language: they are staged, run and quoted as any others."""

from __future__ import annotations

import ast
import linecache
import types

import numpy as np
import pytest

import llbayes.ppl as ppl
from llbayes import ad
from llbayes.ir.errors import CompileError, DataError
from llbayes.lang.values.code.given import compiled, given_node
from llbayes.lang.values.code.source import function_node

TOY = """model over y
  mu is real
  s is root of mu less 1
  y near mu, s
"""
PLACES = {2: (2, 2, 12), 3: (3, 7, 24), 4: (4, 2, 14)}  # lines of Python below -> line, first and last column of the toy
PYTHON = """def model(y):
    mu = ppl.sample('mu', ppl.Normal(0.0, 1.0))
    s = np.sqrt(mu - 1.0)
    ppl.sample('y', ppl.Normal(mu, s), obs=y)
"""


def names() -> dict[str, object]:
    return {"np": np, "ppl": ppl}


def toy(python: str, text: str, path: str, places: dict[int, tuple[int, int, int]]) -> dict[str, object]:
    """The module of `python`, each of its lines at the place that another text has for it."""
    tree = ast.parse(python)
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.expr, ast.arg, ast.keyword)):
            line, first, last = places.get(node.lineno, (1, 0, 5))
            node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = line, first, line, last
    linecache.cache[path] = len(text), None, text.splitlines(keepends=True), path
    found = names()
    exec(compiled(tree, path), found)
    return found


def test_an_error_stands_at_the_line_of_the_other_language():
    f = toy("def model(x):\n    return x + 'a'\n", "model over x\n   x and then a\n", "wrong.toy", {2: (2, 3, 8)})["model"]
    with pytest.raises(CompileError) as e:
        ad.grad(f)(1.0)
    assert "  at wrong.toy:2:4\n       x and then a\n       ^^^^^" in str(e.value)


def test_a_model_is_bound_checked_and_quoted():
    model = ppl.model(toy(PYTHON, TOY, "model.toy", PLACES)["model"])
    posterior = model.bind(y=np.array([1.0, 2.0]))
    assert posterior.log_density(np.array([2.0])) == pytest.approx(posterior.interpret(np.array([2.0])).log_density)
    said = str(ppl.check(posterior))
    assert "keep `root of mu less 1` positive" in said and "(model.toy:3)" in said
    with pytest.raises(DataError, match=r"`y`"):
        model.bind(y=np.array([np.inf]))


def test_each_function_has_the_node_it_was_made_of():
    python = """
def outer(a=lambda: 1, b=[lambda: 2 for _ in range(1)]):
    def inner(x):
        return (lambda: x + 1)() + (lambda: x + 1)() + (lambda: x + 2)()
    def inner_2(x):
        def deep(y):
            return y
        return [(lambda z: z)(v) for v in deep(x)]
    return inner, inner_2
"""
    tree = ast.parse(python)
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.expr)):
            node.lineno = node.end_lineno = 1                     # all functions on one line
    found = {}
    exec(compiled(tree, "one_line.toy"), found)
    outer = found["outer"]
    assert function_node(outer) is tree.body[0]

    def check(code: types.CodeType) -> int:
        node, n = given_node(code), 0
        if node is not None:
            assert code.co_name == (node.name if isinstance(node, ast.FunctionDef) else "<lambda>")
            assert code.co_varnames[: code.co_argcount] == tuple(a.arg for a in node.args.args)
            n += 1
        return n + sum(check(c) for c in code.co_consts if isinstance(c, types.CodeType))

    assert check(outer.__code__) >= 6
    assert ast.unparse(given_node(outer.__defaults__[0].__code__)) == "lambda: 1"
    assert ast.unparse(given_node(outer.__defaults__[1][0].__code__)) == "lambda: 2"
    bodies = {ast.unparse(given_node(c)) for c in outer()[0].__code__.co_consts if isinstance(c, types.CodeType)}
    assert bodies == {"lambda: x + 1", "lambda: x + 2"}
