"""`ppl.check` finds what is wrong with a bound model, a line each with its remedy, and nothing where nothing is."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import SettingsError
from llbayes.ppl import HalfNormal, Normal

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=8), 0.3 * RNG.normal(size=8)


@ppl.model
def line(x, y):
    a = ppl.sample("a", Normal(0, 1))
    b = ppl.sample("b", Normal(0, 1))
    s = ppl.sample("s", HalfNormal(1))
    ppl.sample("y", Normal(a + b * x, s), obs=y)


@ppl.model
def careless(x, y, not_read, summed):
    total = np.sum(summed)
    s = ppl.sample("s", Normal(0, 1))
    far = ppl.sample("far", Normal(0, 1e5))
    ppl.deterministic("total", total + far)
    ppl.sample("y", Normal(0.0 * x, s), obs=y)


@ppl.model
def twins(y):
    c = ppl.param("c", ppl.real)
    d = ppl.param("d", ppl.real)
    ppl.sample("y", Normal(c + d, 1), obs=y)


@ppl.model
def nowhere(y):
    a = ppl.sample("a", Normal(0, 1))
    if a > 0:
        assert a > 8.0
    ppl.sample("y", Normal(0.0, a), obs=y)


@ppl.model
def steps(y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(50.0 * np.floor(1e9 * a) / 1e9, 1), obs=y)


def test_nothing_is_found_in_a_model_where_nothing_is_wrong():
    found = ppl.check(line.bind(x=X, y=Y))
    assert not found.findings and len(found) == 0 and "no findings" in repr(found) and "`line`" in repr(found)


def test_unused_data_far_scales_and_domains_are_found():
    text = repr(ppl.check(careless.bind(x=X, y=Y, not_read=X, summed=X)))
    assert "the argument `not_read` is not used in the model" in text and "does not depend on the argument `summed`" in text
    assert "the log density does not depend on the argument `x`" in text
    assert "draws of the prior `scale` of `Normal` at site `y` left its domain (positive)" in text and f"{__file__}:" in text
    assert "`far` (1e+05)" in text and "affine" in text


def test_directions_of_which_nothing_is_known_are_named_by_their_parameters():
    found = ppl.check(twins.bind(y=Y))
    assert [f.look for f in found.findings] == ["identification"] and "`c`, `d`" in repr(found)
    assert "`c`, `d`" in found._repr_html_() and "<script" not in found._repr_html_()


def test_a_model_without_a_start_says_why():
    found = {f.look: str(f) for f in ppl.check(nowhere.bind(y=Y)).findings}
    assert "chains start" in found["starts"] and "left its domain" in found["starts"] or "assert" in found["starts"]


def test_a_slope_that_differs_from_finite_differences_is_found():
    found = {f.look: str(f) for f in ppl.check(steps.bind(y=Y)).findings}
    assert "the slope of the log density in `a`" in found["gradient"] and "finite differences" in found["gradient"]


def test_only_bound_models_are_looked_at():
    with pytest.raises(SettingsError, match="bound model"):
        ppl.check(line)
