"""The measures of the house: small files, small folders, few decisions in a function."""
import ast
from collections import Counter

import pytest
from test_layers import FILES, ROOT

LINES, FILES_A_FOLDER, DECISIONS = 300, 16, 15
TABLES = ("distributions", "models")                # a file a member
BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.Assert, ast.match_case)


def decisions(function: ast.AST) -> int:
    """Branches, loops, and what `and`, `or` and comprehensions decide, functions inside included."""
    found = list(ast.walk(function))
    of_comprehensions = sum(1 + len(node.ifs) for node in found if isinstance(node, ast.comprehension))
    of_operators = sum(len(node.values) - 1 for node in found if isinstance(node, ast.BoolOp))
    return sum(isinstance(node, BRANCHES) for node in found) + of_comprehensions + of_operators


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_files_are_short_and_functions_decide_little(path):
    text = path.read_text()
    assert text.count("\n") <= LINES
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert {f.name: decisions(f) for f in functions if decisions(f) > DECISIONS} == {}


def test_folders_are_small():
    folders = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): n for folder, n in folders.items() if n > FILES_A_FOLDER and folder.name not in TABLES} == {}
