"""Pages, docstrings and comments name files that are there, and nothing outside of the repository."""
from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HIDDEN = (".ci", ".github")                                     # the only folders of their kind that belong to the project
MENTION = re.compile(r"(?<![\w./-])((?:[\w-]+/)*[\w-]+\.(?:py|md|ipynb|toml))(?!\w)")
ELSEWHERE = re.compile(r"\.\./shared|/work/|/home/\w+|/root/|/tmp/\w+|\bDESIGN\b")
EXAMPLES = {"my_model.py", "file.py", "ppl/distributions/hyperbolic_secant.py"}       # names that stand for a file to be written


def files() -> list[Path]:
    """Relative paths of what a checkout holds; caches, environments and builds are none of it."""
    found = [p.relative_to(ROOT) for p in ROOT.rglob("*") if p.suffix in (".py", ".md", ".ipynb", ".toml") and p.is_file()]
    return sorted(p for p in found if not any(part.startswith(".") and part not in HIDDEN for part in p.parts) and p.parts[0] not in ("build", "dist", "out"))


FILES = files()
NAMES = {str(p) for p in FILES}
READ = [p for p in FILES if p.suffix in (".py", ".md")]
ROOMS = sorted({p.parts[0] if len(p.parts) > 1 else "." for p in READ})


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """(line number, line) of all that is written for readers: a page, or the comments and docstrings of a source."""
    text = (ROOT / path).read_text()
    if path.suffix == ".md":
        yield from enumerate(text.split("\n"), 1)
        return
    for token in tokenize.generate_tokens(iter(text.splitlines(True)).__next__):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            docstring = node.body[0].value                                          # type: ignore[attr-defined]
            yield from enumerate(docstring.value.split("\n"), docstring.lineno)


def is_there(mention: str, path: Path) -> bool:
    """A path is meant from the root or from where it is mentioned; in a source, a name with less of a path is a file of the same room."""
    room = "" if path.parts[0] == "tests" or path.suffix == ".md" else f"{path.parts[0]}/"
    return mention in NAMES or str(path.parent / mention) in NAMES or any(n.startswith(room) and n.endswith(f"/{mention}") for n in NAMES)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_named_is_there(room):
    wrong = []
    for path in READ:
        if (path.parts[0] if len(path.parts) > 1 else ".") != room:
            continue
        for line, text in prose(path):
            wrong += [f"{path}:{line}: there is no {m}" for m in MENTION.findall(text) if m not in EXAMPLES and not is_there(m, path)]
            wrong += [f"{path}:{line}: {m} is not of this repository" for m in ELSEWHERE.findall(text)]
    assert not wrong, "\n".join(wrong)
