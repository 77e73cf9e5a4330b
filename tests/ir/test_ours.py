"""Whose file is it? Every package of the distribution is ours or read as a user's."""
import tomllib
from pathlib import Path

import pytest

import llbayes
from llbayes.ir.ours import ROOMS, is_ours

ROOT = Path(llbayes.__file__).parent
USERS = {"models"}


def test_every_package_is_in_the_table_or_a_users():
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    assert {name.split(".")[1] for name in packages if "." in name} == set(ROOMS) | USERS


@pytest.mark.parametrize("path", ["plots/overview.py", "results/trees.py", "ir/ours.py", "ppl/interpret/host.py", "samplers/kernels/nuts.py", "__init__.py"])
def test_ours(path):
    assert (ROOT / path).exists() and is_ours(str(ROOT / path))


@pytest.mark.parametrize("path", ["models/eight_schools.py", "tests/ir/test_ours.py", ".venv/lib/python3.11/site-packages/numpy/__init__.py", "../__init__.py"])
def test_a_users(path):
    assert not is_ours(str(ROOT / path)) and not is_ours(Path(path).name)
