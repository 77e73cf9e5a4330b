"""A file put into a copy of the package as CONTRIBUTING says, with its line, and what a fresh interpreter then says."""
from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALWAYS = (*sorted(p.name for p in ROOT.glob("*.py")), "ir", "lang", "ad", "ppl", "samplers", "uq", "models", "results", "cli", "docs")


def loaded(name: str, path: Path):
    """A file as the module of that name, which may be one of the package's."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)          # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def copied(folder: Path, file: Path, place: str, table: str, line: str) -> Path:
    """A copy of the package in `folder` with the file at `place` and the line in the file of the table, above its `# isort: on`."""
    package = folder / "llbayes"
    package.mkdir()
    for name in ALWAYS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__", "*.json.gz"))
        else:
            shutil.copy(ROOT / name, package / name)
    shutil.copy(file, package / place)
    text = (package / table).read_text()
    assert text.count("# isort: on\n") == 1, "the place of the line is marked"
    (package / table).write_text(text.replace("# isort: on\n", f"{line}\n# isort: on\n"))
    return package


def said(package: Path, *arguments: str) -> str:
    """What Python prints, with the copy in the place of the package."""
    found = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=package.parent,
                           env=os.environ | {"PYTHONPATH": str(package.parent)}, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout
