"""The package list names every folder, or the wheel lacks what an editable install has; importing a room stays cheap; the package shows its rooms."""
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("ir", "lang", "ad", "ppl", "samplers", "stan", "uq", "models", "results", "plots", "cli")
HEAVY = ("scipy.special", "scipy.linalg", "arviz", "xarray", "matplotlib")


def test_every_folder_with_sources_is_listed():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    folders = {p.parent for room in ROOMS for p in (ROOT / room).rglob("*.py")}
    assert listed == {"llbayes"} | {".".join(("llbayes", *folder.relative_to(ROOT).parts)) for folder in folders}


@pytest.mark.parametrize("room", ["ir", "lang", "ad", "ppl", "samplers"])
def test_heavy_packages_are_imported_when_first_needed(room):
    program = f"import sys, llbayes.{room}; print([m for m in {HEAVY} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip() == "[]"


NEVER = (*HEAVY, "scipy", "pandas", "rich", "asyncio", "multiprocessing", "importlib.metadata")       # what no run of the command line needs


@pytest.mark.parametrize("written", [False, True], ids=["told", "written"])
def test_the_command_line_imports_what_it_runs(tmp_path, written):
    words = ["run", "eight_schools_noncentered", "--draws", "50", "--tune", "50", *(["--out", str(tmp_path / "draws.nc")] if written else [])]
    never = NEVER if written else (*NEVER, "netCDF4", "numpy.ma")
    program = f"import sys; from llbayes.cli import main; main({words}); print([m for m in {never} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.splitlines()[-1] == "[]"


def test_importing_the_package_imports_no_room():
    program = "import sys, llbayes; print([m for m in sys.modules if m.startswith('llbayes.')], 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split() == ["[]", "False"]


def test_rooms_are_found_by_completion_and_imported_when_asked_for():
    program = """
import llbayes
assert {"ad", "models", "ppl", "results", "samplers", "uq"} <= set(dir(llbayes)) and set(llbayes.__all__) <= set(dir(llbayes))
assert llbayes.ppl.Normal(0, 1).logpdf(0.0) < 0
try:
    llbayes.nothing
except AttributeError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "module 'llbayes' has no attribute 'nothing'"


def test_types_are_the_packages_own():
    assert (ROOT / "py.typed").exists()
