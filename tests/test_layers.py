"""Which room may import which: the import rule of the project, read from the sources."""
import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY = {
    "ir": set(),
    "lang": {"ir"},
    "ad": {"ir", "lang"},
    "ppl": {"ir", "lang", "ad"},
    "samplers": {"ir", "lang", "ad", "plots"},
    "stan": {"ir", "lang", "ad", "ppl"},
    "uq": {"ir", "lang", "ad", "ppl", "samplers", "plots"},
    "models": {"ir", "lang", "ad", "ppl"},
    "results": {"ir"},
    "plots": {"ir"},
    "__init__": {"ir", "lang", "ad", "ppl", "samplers", "uq", "models", "results", "plots"},      # each when it is asked for: `test_packaging.py`
}
ALONE = ("ad/rules", "ad/facts", "ad/emit")         # `ir` is all they know besides each other: any front end gets derivatives
TOWERS = {                                          # rooms and files of a room, each on those before it
    "lang": ("values", "library", "numbers", "arrays", "lists", "python", "calls", "stager", "sampler", "known", "code_names", "following", "staging", "bodies", "rules"),
    "ad": ("rules", "facts", "emit", "lower", "variable", "lanes", "compile", "points", "influence", "native_code", "native_density", "logdensity", "api", "ruled", "batched", "foreign"),
}
FILES = [p for room in MAY for p in ([ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else sorted((ROOT / room).rglob("*.py")))]


def reached(node: ast.AST, package: list[str]) -> list[str]:
    """Rooms that an import statement reaches, however it is written."""
    if isinstance(node, ast.Import):
        paths = [name.name.split(".") for name in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = package[:len(package) - node.level + 1] if node.level else []
        base = base + (node.module.split(".") if node.module else [])
        paths = [[*base, name.name] for name in node.names]
    else:
        return []
    return [path[1] for path in paths if len(path) > 1 and path[0] == "llbayes" and path[1] in MAY]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_rule(path):
    relative = path.relative_to(ROOT)
    room = relative.parts[0].removesuffix(".py")
    package = ["llbayes", *relative.parts[:-1]]
    allowed = {room, "ir"} if str(relative.parent) in ALONE else MAY[room] | {room, "results"}
    wrong = [(node.lineno, r) for node in ast.walk(ast.parse(path.read_text())) for r in reached(node, package) if r not in allowed]
    assert not wrong, f"{relative} imports {wrong}"


def imported(path: Path) -> set[Path]:
    """Files of the project that this one imports, inside its functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for name in node.names:
                places = (base / f"{name.name}.py", base / name.name / "__init__.py", base.with_suffix(".py"), base / "__init__.py")
                found |= set(next(([place] for place in places if place.is_file()), []))
    return found - {path}


def test_files_import_each_other_in_no_circle():
    """Files that import nothing that is left are taken away until no more can be; what remains are circles and what imports them. Imports in
    functions and for types alone count too. The package's face is left out: whatever asks it for the version gets no room by that."""
    left = {path: imported(path) for path in FILES if path != ROOT / "__init__.py"}
    while done := [path for path, files in left.items() if not files & set(left)]:
        for path in done:
            del left[path]
    assert not left, sorted(str(path.relative_to(ROOT)) for path in left)


@pytest.mark.parametrize("path", [path for room in TOWERS for path in sorted((ROOT / room).rglob("*.py"))], ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_of_a_tower_stand_on_each_other(path):
    """What lies above, a module of the front end asks the interpreter for (`lang/values/services.py`)."""
    tower = path.relative_to(ROOT).parts[0]
    floor = {name: height for height, name in enumerate(("__init__", *TOWERS[tower]))}
    rooms = {other: other.relative_to(ROOT / tower).parts[0].removesuffix(".py") for other in (path, *imported(path)) if (ROOT / tower) in other.parents}
    above = [str(other.relative_to(ROOT)) for other, room in rooms.items() if floor[room] > floor[rooms[path]]]
    assert rooms[path] == "__init__" or not above, f"{path.relative_to(ROOT)} imports {above}"
