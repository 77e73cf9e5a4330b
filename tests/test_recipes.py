"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the package: what they promise is there, and what is left out is asked for by name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import scalars

from llbayes.lang.library.ufunc import written

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "notebooks", "benchmarks", "data", "*.egg-info")
STEP = re.compile(r"^```python\n# (\S+), (above|in) (\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


# -- following a recipe
@pytest.fixture
def copy(tmp_path):
    """A copy of the package and its tests, which a newcomer may change."""
    shutil.copytree(ROOT, tmp_path / "llbayes", ignore=LEFT_OUT)
    shutil.copytree(ROOT / "models" / "data", tmp_path / "llbayes" / "models" / "data")
    return tmp_path / "llbayes"


def steps(heading):
    """(file, above or in, table, code) of every step of the recipe under a heading."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    recipe = text[text.index(f"**{heading}**"):]
    following = re.search(r"^\*\*", recipe[2:], re.MULTILINE)
    found = STEP.findall(recipe[:following.start() + 2] if following else recipe)
    assert found, f"the recipe `{heading}` has no steps"
    return found


def follow(copy, step):
    """Write the code of one step where it says: above a table, or as the first rows in it."""
    file, place, table, code = step
    path = copy / file
    text = path.read_text()
    opening = re.search(rf"^{table}\b[^\n]*[({{\[]\n", text, re.MULTILINE)
    assert opening is not None, f"{file} has no table {table}"
    at, code = (opening.start(), code + "\n\n") if place == "above" else (opening.end(), code)
    path.write_text(text[:at] + code + text[at:])


def python(copy, *arguments):
    """Python with the copy for the package; (was it successful?, what it printed)."""
    environment = os.environ | {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1", "CI": ""}
    done = subprocess.run([sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


# -- a scalar function
FUNCTION = steps("A scalar function")
USED = """
import math
import numpy as np
from scipy import special
import llbayes
from llbayes import ad
from llbayes.ppl.base import functions

def f(x):
    return np.sum(special.entr(x))

def g(x):
    return np.sum(functions.entr(x))

x = np.array([0.3, 1.0, 2.5])
assert llbayes.__file__.startswith({copy!r})
for h in (f, g):
    np.testing.assert_allclose(ad.evaluate(h)(x), h(x), rtol=1e-14)
    np.testing.assert_allclose(ad.grad(h)(x), -1.0 - np.log(x), rtol=1e-14)
    np.testing.assert_allclose(ad.hessian(h)(x), np.diag(-1.0 / x), rtol=1e-14)
assert functions.entr(0.0) == 0.0
"""
LAWS = ("test_body_matches_mpmath[entr]", "test_body_at_the_edges[entr-", "test_compiled_body_is_the_body[entr]", "test_compiled_function_is_its_twin[entr]",
        "test_type_of_the_result[float64-entr]", "test_rule_in_f64[llb.entr]", "test_every_function_of_the_language_has_a_rule", "test_generated_pages_are_current")
TESTS = ("tests/lang/library/test_functions.py", "tests/ad/rules/test_partials.py", "tests/test_docs.py")


def test_a_function_by_its_recipe(copy):
    for step in FUNCTION:
        follow(copy, step)
    assert python(copy, "docs/language_page.py") == (True, "")
    assert "| `scipy.special.entr` | -x log(x), 0 at 0 |\n" in (copy / "docs" / "language.md").read_text()
    (copy.parent / "used.py").write_text(USED.format(copy=str(copy)))                # in a file: the front end reads the source
    assert python(copy, str(copy.parent / "used.py")) == (True, "")
    good, said = python(copy, "-m", "pytest", "-v", "-p", "no:cacheprovider", *TESTS, "-k", "entr or has_a_rule or language")
    assert good, said
    assert [law for law in LAWS if law not in said] == []


def test_a_function_takes_two_places():
    assert len({file for file, *_ in FUNCTION}) == 2


def test_a_function_without_a_rule_is_named(copy):
    for step in FUNCTION:
        if step[2] != "RULES":
            follow(copy, step)
    good, said = python(copy, "-m", "pytest", "-p", "no:cacheprovider", TESTS[1], "-k", "has_a_rule")
    assert not good and "no rule in `ad/rules/partials.py` for entr" in said


def test_a_function_without_points_or_a_value_to_compare_with_is_named():
    def bump(x):
        """a smooth bump"""
        return 1.0 / (1.0 + x * x)
    with pytest.raises(AssertionError, match="`bump` is written in the language: its row in `lang/library` must say `domains`"):
        scalars.points(written(bump))
    with pytest.raises(AssertionError, match="mpmath has no function `bump`: its row in `lang/library` must say `exact`"):
        scalars.exact(written(bump))
