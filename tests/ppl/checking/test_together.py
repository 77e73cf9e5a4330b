"""Parameters that each lie in their domain and make no distribution together are named: series that are not stationary."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.processes.autoregression import ar
from llbayes.ppl.processes.garch import garch

Y = np.array([0.1, 0.4, -0.3, 0.8])
FITS, APART = {"a number": 0.5, "a vector": np.array([0.5, 0.2])}, {"a number": 1.2, "a vector": np.array([0.9, 0.3])}


@ppl.model
def series(y, made):
    a = ppl.sample("a", ppl.Normal(0, 1))
    ppl.sample("y", made(a), obs=y)


def causes(p):
    return [str(c) for found in p.causes([np.zeros(1)], np.ones((1, 1))) for c in found]


@pytest.mark.parametrize("kind", FITS)
def test_coefficients_outside_of_stationarity_are_named(kind):
    """At a = 0 the series is not stationary, at a = 1 it is."""
    p = series.bind(y=Y, made=lambda a: ppl.AR(APART[kind] - a * (APART[kind] - FITS[kind]), 1.0))
    assert p.log_density([0.0]) == -np.inf and np.isfinite(p.log_density([1.0]))
    [said] = causes(p)
    assert "`coefficients` of `AR` are not those of a stationary series" in said and "`initial=`" in said and "site `y`" in said and f"{__file__}:" in said


def test_variances_that_do_not_settle_are_named():
    [said] = causes(series.bind(y=Y, made=lambda a: ppl.GARCH(0.2, 0.6 - 0.3 * a, 0.5, 0.0)))
    assert "`alpha` and `beta` of `GARCH` are not those of a stationary series" in said and "site `y`" in said


OTHERS = {  # at a = 0 they make no distribution
    "Triangular": (0.5, lambda a: ppl.Triangular(0, 2.0 - a, 1), "`low` and `mode` and `high` of `Triangular` are not in order"),
    "PERT": (0.5, lambda a: ppl.PERT(0, 2.0 - 1.5 * a, 1), "`low` and `mode` and `high` of `PERT` are not in order"),
    "Wishart": (np.eye(3), lambda a: ppl.Wishart(1.5 + a, np.eye(3)), "`df` of `Wishart` is not above n - 1"),
    "InverseWishartCholesky": (np.eye(3), lambda a: ppl.InverseWishartCholesky(1.5 + a, np.eye(3)), "`df` of `InverseWishartCholesky` is not above n - 1"),
    "Beta": (0.5, lambda a: ppl.Beta(mean=0.5, sd=0.9 - 0.7 * a), "`mean` and `sd` of `Beta` are not those of any such distribution"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_others_are_named_too(name):
    y, made, words = OTHERS[name]
    p = series.bind(y=y, made=made)
    assert p.interpreted_log_density([0.0]) == -np.inf and np.isfinite(p.interpreted_log_density([1.0]))
    [said] = causes(p)
    assert words in said and "site `y`" in said


@pytest.mark.parametrize("family", [f for f in (*FAMILIES, ar, garch) if f.together is not None], ids=str)
def test_what_parameters_are_together_names_parameters_and_holds_where_examples_are(family):
    assert set(family.together.names) <= {p.name for p in family.params}
    assert all(family.together.missed(family.name, params) == "" for params in family.examples)
