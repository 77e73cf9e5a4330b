"""What the language refuses, as data: AST node or field -> message and hint. A test holds every AST class against exactly one table.

Fields count too: an `else` of a loop that is ignored gives a wrong number.
"""
from __future__ import annotations

import ast

REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.AsyncFunctionDef: ("async functions are not part of the language", "use a plain function"),
    ast.ClassDef: ("classes cannot be defined inside compiled code", "define the NamedTuple or frozen dataclass at module level"),
    ast.Delete: ("`del` is not part of the language", "let the name go out of scope"),
    ast.AsyncFor: ("async loops are not part of the language", "use a plain `for`"),
    ast.With: ("`with` is not part of the language", "move it outside of the compiled function"),
    ast.AsyncWith: ("`async with` is not part of the language", "move it outside of the compiled function"),
    ast.Match: ("`match` is not part of the language", "use if/elif"),
    ast.Try: ("`try` is not part of the language", "test the condition with `if` instead"),
    ast.TryStar: ("`try` is not part of the language", "test the condition with `if` instead"),
    ast.Import: ("`import` inside compiled code is not part of the language", "import at module level"),
    ast.ImportFrom: ("`import` inside compiled code is not part of the language", "import at module level"),
    ast.Global: ("`global` is not part of the language", "return the value instead"),
    ast.Set: ("sets are not part of the language", "use a tuple or a list"),
    ast.SetComp: ("set comprehensions are not part of the language", "use a list comprehension over compile-time values"),
    ast.Await: ("`await` is not part of the language", "use a plain function"),
    ast.Yield: ("generators are not part of the language", "fill an array and return it"),
    ast.YieldFrom: ("generators are not part of the language", "fill an array and return it"),
}
NEWER = {"TypeAlias": ("type aliases inside compiled code are not part of the language", "define it at module level"),
         "TemplateStr": ("template strings are not part of the language", "use an f-string"),
         "Interpolation": ("template strings are not part of the language", "use an f-string")}
REFUSED |= {getattr(ast, name): words for name, words in NEWER.items() if name in vars(ast)}        # nodes of Python 3.12 and 3.14

FIELDS: dict[tuple[type[ast.AST], str], tuple[str, str]] = {
    (ast.For, "orelse"): ("`else` on a loop is not part of the language", "set a flag in the loop and test it afterwards"),
    (ast.While, "orelse"): ("`else` on a loop is not part of the language", "set a flag in the loop and test it afterwards"),
}
