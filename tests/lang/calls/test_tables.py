"""Every construct of Python is in exactly one table of the front end, and the language page says what the tables say."""
import ast

import pytest

from llbayes.lang.python.expressions import EXPRESSIONS
from llbayes.lang.python.operators import BINARY, COMPARISON
from llbayes.lang.python.statements import STATEMENTS
from llbayes.lang.values.fence import REFUSED


def concrete(base):
    return {c for s in base.__subclasses__() for c in concrete(s)} if base.__subclasses__() else {base}


@pytest.mark.parametrize("node", sorted(concrete(ast.stmt) | concrete(ast.expr), key=lambda c: c.__name__), ids=lambda c: c.__name__)
def test_every_node_is_in_exactly_one_table(node):
    if node.__module__ != "ast" and node.__module__ != "_ast" or node.__name__ in ("Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice"):
        return
    assert (node in EXPRESSIONS) + (node in STATEMENTS) + (node in REFUSED) == 1


def test_every_operator_is_known():
    assert set(BINARY) == concrete(ast.operator)
    assert set(COMPARISON) | {ast.Is, ast.IsNot, ast.In, ast.NotIn} == concrete(ast.cmpop)
