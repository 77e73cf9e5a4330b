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
    ppl.deterministic("total", 0.0 * total + far)
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
    assert "the argument `not_read` is not used in the model" in text and "nothing depends on the argument `summed`" in text
    assert "nothing depends on the argument `x`" in text
    assert "draws of the prior `scale` of `Normal` at site `y` left its domain (positive)" in text and f"{__file__}:" in text
    assert "`far` (1e+05)" in text and "affine" in text


@ppl.model
def centred(y, s):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", ppl.HalfCauchy(5))
    theta = ppl.sample("theta", Normal(mu, tau), shape=8)
    ppl.sample("y", Normal(theta, s), obs=y)


def test_a_hierarchy_whose_density_has_no_mode_is_not_said_to_be_unidentified():
    """Its density grows without bound where tau falls to 0: what curvatures say there is rounding."""
    found = ppl.check(centred.bind(y=np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), s=np.array([15.0, 10, 16, 11, 9, 11, 10, 18])))
    assert not found.findings and "at a mode" not in repr(found) and "at a mode" in repr(ppl.check(line.bind(x=X, y=Y)))


@ppl.model
def beside(y, count, rate, shown):
    a = ppl.sample("a", Normal(0, 1))
    ppl.param("b", ppl.positive)
    ppl.sample("y", Normal(a, 1), obs=y)
    ppl.deterministic("d", lambda: a * count)
    ppl.generate("g", Normal(a * rate, 1))
    ppl.factor("f", -a * a, draw=lambda: Normal(shown, 1))


def test_data_of_deterministics_and_predictions_alone_are_not_idle_and_what_is_flat_without_a_mode_is_found():
    found = ppl.check(beside.bind(y=Y, count=X, rate=X, shown=X))
    assert [f.look for f in found.findings] == ["identification"] and "nothing is known of `b`" in repr(found)


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
