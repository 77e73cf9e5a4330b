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
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "notebooks", "data", "*.egg-info")
STEP = re.compile(r"^```python\n# (\S+), (above|in|a new|at the end of the) (\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


# -- following a recipe
@pytest.fixture
def copy(tmp_path):
    """A copy of the package and its tests, which a newcomer may change."""
    shutil.copytree(ROOT, tmp_path / "llbayes", ignore=LEFT_OUT)
    shutil.copytree(ROOT / "models" / "data", tmp_path / "llbayes" / "models" / "data")
    return tmp_path / "llbayes"


def steps(heading):
    """(file, where, table, code) of every step of the recipe under a heading."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    recipe = text[text.index(f"**{heading}**"):]
    following = re.search(r"^\*\*", recipe[2:], re.MULTILINE)
    found = STEP.findall(recipe[:following.start() + 2] if following else recipe)
    assert found, f"the recipe `{heading}` has no steps"
    return found


def follow(copy, step):
    """Write the code of one step where it says: a new file, the end of a list of imports, above a table, or as the first rows in it."""
    file, place, table, code = step
    path = copy / file
    if place == "a new":
        assert not path.exists()
        path.write_text(code)
        return
    text = path.read_text()
    if place == "at the end of the":
        path.write_text(text.replace("# isort: on\n", f"{code}# isort: on\n"))
        return
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
    return np.sum(special.cotdg(x))

def g(x):
    return np.sum(functions.cotdg(x))

x = np.array([30.0, 45.0, 80.0])
d, r = np.pi / 180.0, 1.0 / np.tan(np.radians(x))
assert llbayes.__file__.startswith({copy!r})
for h in (f, g):
    np.testing.assert_allclose(ad.evaluate(h)(x), h(x), rtol=1e-14)
    np.testing.assert_allclose(ad.grad(h)(x), -d * (1.0 + r * r), rtol=1e-13)
    np.testing.assert_allclose(ad.hessian(h)(x), np.diag(2.0 * d * d * r * (1.0 + r * r)), rtol=1e-13)
assert np.isnan(functions.cotdg(np.nan))
"""
LAWS = ("test_body_matches_mpmath[cotdg]", "test_body_at_the_edges[cotdg-", "test_compiled_body_is_the_body[cotdg]", "test_compiled_function_is_its_twin[cotdg]",
        "test_type_of_the_result[float64-cotdg]", "test_rule_in_f64[llb.cotdg]", "test_every_function_of_the_language_has_a_rule", "test_generated_pages_are_current")
TESTS = ("tests/lang/library/test_functions.py", "tests/ad/rules/test_partials.py", "tests/test_docs.py")


def test_a_function_by_its_recipe(copy):
    for step in FUNCTION:
        follow(copy, step)
    assert python(copy, "docs/language_page.py") == (True, "")
    assert "| `scipy.special.cotdg` | cotangent of an angle in degrees |\n" in (copy / "docs" / "language.md").read_text()
    (copy.parent / "used.py").write_text(USED.format(copy=str(copy)))                # in a file: the front end reads the source
    assert python(copy, str(copy.parent / "used.py")) == (True, "")
    good, said = python(copy, "-m", "pytest", "-v", "-p", "no:cacheprovider", *TESTS, "-k", "cotdg or has_a_rule or language")
    assert good, said
    assert [law for law in LAWS if law not in said] == []


def test_a_function_takes_two_places():
    assert len({file for file, *_ in FUNCTION}) == 2


def test_a_function_without_a_rule_is_named(copy):
    for step in FUNCTION:
        if step[2] != "RULES":
            follow(copy, step)
    good, said = python(copy, "-m", "pytest", "-p", "no:cacheprovider", TESTS[1], "-k", "has_a_rule")
    assert not good and "no rule in `ad/rules/partials.py` for cotdg" in said


def test_a_function_without_points_or_a_value_to_compare_with_is_named():
    def bump(x):
        """a smooth bump"""
        return 1.0 / (1.0 + x * x)
    with pytest.raises(AssertionError, match="`bump` is written in the language: its row in `lang/library` must say `domains`"):
        scalars.points(written(bump))
    with pytest.raises(AssertionError, match="mpmath has no function `bump`: its row in `lang/library` must say `exact`"):
        scalars.exact(written(bump))


# -- a distribution
DISTRIBUTION = steps("A distribution")
FAMILY_USED = """
import numpy as np
from scipy import stats
import llbayes
from llbayes import ppl, samplers, uq
from llbayes.ppl import HyperbolicSecant

@ppl.model
def measured(y):
    loc = ppl.sample("loc", HyperbolicSecant(0.0, 5.0))
    ppl.sample("y", HyperbolicSecant(loc, 1.0), obs=y)

assert llbayes.__file__.startswith({copy!r}) and "HyperbolicSecant" in ppl.__all__
posterior = measured.bind(y=np.array([0.5, 2.0, 1.0]))
want = stats.hypsecant(0, 5).logpdf(0.3) + stats.hypsecant(0.3, 1).logpdf([0.5, 2.0, 1.0]).sum()
np.testing.assert_allclose(posterior.log_density(np.array([0.3])), want, rtol=1e-13)
tree = samplers.nuts(posterior, draws=50, tune=50, chains=2, seed=1, progress=False)
ppl.posterior_predictive(posterior, tree, seed=2)
found = uq.delta_method(lambda x: 3.0 * x[0], uq.Inputs(a=HyperbolicSecant(1.0, 2.0)))
np.testing.assert_allclose(found.mean, 3 * stats.hypsecant(1, 2).mean(), rtol=1e-9)
"""
FAMILY_TESTS = tuple(f"tests/ppl/{name}.py" for name in ("test_distributions", "test_draws", "test_gradients", "test_compiled_equals_interpreted", "laws/test_scipy"))
FAMILY_LAWS = ("test_functions", "test_density_integrates_to_one", "test_cdf_is_the_integral_and_quantile_its_inverse", "test_draws_follow_the_cdf", "test_moments",
               "test_gradient_of_logpdf", "test_logpdf", "test_compiled_equals_interpreted")


@pytest.mark.sweep
def test_a_distribution_by_its_recipe(copy):
    for step in DISTRIBUTION:
        follow(copy, step)
    assert python(copy, "docs/distributions_page.py") == (True, "")
    assert "| `HyperbolicSecant` | Hyperbolic secant distribution with location and scale. |" in (copy / "docs" / "distributions.md").read_text()
    (copy.parent / "used.py").write_text(FAMILY_USED.format(copy=str(copy)))
    good, said = python(copy, "-W", "ignore", str(copy.parent / "used.py"))
    assert good, said
    good, said = python(copy, "-m", "pytest", "-v", "-p", "no:cacheprovider", *FAMILY_TESTS, "tests/test_docs.py", "-k", "HyperbolicSecant or distributions")
    assert good, said
    assert [law for law in FAMILY_LAWS if not re.search(rf"::{law}\[HyperbolicSecant-scale-2\] PASSED", said)] == []


def test_a_distribution_is_one_file_and_one_line():
    assert [(file, place) for file, place, *_ in DISTRIBUTION] == [
        ("ppl/distributions/hyperbolic_secant.py", "a new"), ("ppl/distributions/__init__.py", "at the end of the")]
    assert len(DISTRIBUTION[1][3].splitlines()) == 1


# -- a sampler, and a method of uncertainty quantification: what else they promise is in `tests/samplers/test_newcomer.py` and `tests/uq/test_newcomer.py`
@pytest.mark.sweep
@pytest.mark.parametrize(("toy", "place", "table", "line", "pages", "tests"), [
    ("tests/samplers/toy_mala.py", "samplers/kernels/mala.py", "samplers/__init__.py", "from .kernels.mala import MALA as MALA, mala as mala", ("samplers", "command_line"),
     ("tests/samplers/test_laws.py",)),
    ("tests/uq/toy_linear.py", "uq/methods/linear.py", "uq/__init__.py", "from .methods.linear import LINEAR as LINEAR, linear as linear", ("uq",),
     ("tests/uq/test_methods.py",)),
], ids=["mala", "linear"])
def test_a_new_member_gets_its_laws(copy, request, toy, place, table, line, pages, tests):
    name = request.node.callspec.id
    shutil.copy(copy / toy, copy / place)
    follow(copy, (table, "at the end of the", "list", f"{line}\n"))
    for page in pages:
        assert python(copy, f"docs/{page}_page.py") == (True, "")
    good, said = python(copy, "-m", "pytest", "-v", "-p", "no:cacheprovider", *tests, "tests/test_docs.py", "-k", f"{name} or generated or public_name")
    assert good, said
    assert re.search(rf"{tests[0]}::\w+\[.*{name}.*\] PASSED", said), said
    if "samplers" in pages:
        run = ("-m", "llbayes", "run", "eight_schools_noncentered", "--sampler", name, "--draws", "50", "--tune", "50", "--chains", "1", "--seed", "1")
        good, said = python(copy, *run)
        assert good and "tau" in said, said
