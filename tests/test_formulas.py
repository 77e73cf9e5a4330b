"""The formulas of the page of distributions are the densities: each is evaluated at draws of each example of its family, and can be set as mathematics."""
from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

from llbayes.ppl import distributions
from llbayes.ppl.base.member import make

DOCS = Path(__file__).parents[1] / "docs"
PAGE = runpy.run_path(str(DOCS / "formulas.py"))
FIRST = {name: next(f for f in distributions.FAMILIES if f.name == name) for name in dict.fromkeys(f.name for f in distributions.FAMILIES)}


def test_every_family_has_a_formula():
    assert set(PAGE["FORMULAS"]) == set(FIRST)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", FIRST)
def test_formula_is_the_density(name):
    family = FIRST[name]
    names = [p.name for p in family.params]
    for params in (*family.examples[:1], *PAGE["FORMULAS"][name].drawn):
        member = make(family, *params)
        for x in member.sample(3, seed=1):
            x = x.item() if np.ndim(x) == 0 else x
            expected = np.exp(np.sum(member.logpdf(x)))
            assert PAGE["evaluated"](name, dict(zip(names, params, strict=True)), x) == pytest.approx(expected, rel=1e-7, abs=1e-280)


@pytest.mark.parametrize("name", FIRST)
def test_formula_is_set(name):
    formula = PAGE["FORMULAS"][name]
    for text in (formula.density, *formula.where.values()):
        made = PAGE["mathematics"](text)
        assert made.count("{") == made.count("}") and "lambda k" not in made


def test_every_family_has_a_picture():
    assert {p.stem for p in (DOCS / "pictures").glob("*.png")} == set(FIRST)


@pytest.mark.parametrize("name", ["Cauchy", "Poisson", "LKJ", "MatrixNormal"])
def test_pictures_can_be_drawn(name):
    figure = runpy.run_path(str(DOCS / "draw_distributions.py"))["picture"](name)
    assert all(np.isfinite(line.get_xdata()).all() for line in figure.axes[0].get_lines())
