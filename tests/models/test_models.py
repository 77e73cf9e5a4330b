"""Finding models and data by name, and the one model without a reference of Stan's."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from llbayes import models

FAMILIES = {                                     # posteriordb's models, by how their names begin
    "radon": 13, "wells": 9, "logearn": 5, "logmesquite": 5, "kidscore": 4, "dogs": 4, "seeds": 3, "Rate": 3, "eight": 2, "hmm": 2, "lda": 2, "gp": 2, "accel": 2,
    "covid19imperial": 2, "low": 2,
}


def test_names_are_posteriordbs():
    names = models.names()
    assert len(names) == 103 and len(models.posteriors()) == len(set(models.posteriors())) == 120
    assert {family: sum(name.startswith(family) for name in names) for family in FAMILIES} == FAMILIES
    assert all(name.split("-")[0] in models.data_names() for name in models.posteriors())


@pytest.mark.parametrize("name", models.names())
def test_every_name_gives_a_model(name):
    assert callable(models.get(name).bind)


def test_unknown_model_names_close_ones():
    with pytest.raises(LookupError, match="no model `eight_school`; close: .*`eight_schools_centered`"):
        models.get("eight_school")


def test_unknown_data_set_names_close_ones():
    with pytest.raises(LookupError, match="no data set `kidq`; close: `kidiq`"):
        models.posterior("kidq-kidscore_momhs")


def test_posterior_needs_both_names():
    with pytest.raises(LookupError, match="DATA-MODEL"):
        models.posterior("garch11")


@pytest.mark.parametrize("model, file", [("garch11", "garch11"), ("2pl_latent_reg_irt", "m2pl_latent_reg_irt")])
def test_a_leading_digit_gets_an_m_in_the_file_name_only(model, file):
    assert models.file_name(model) == file
    assert models.model_name(file) == model


def kidscore_momiq_by_hand(z):
    """Log density and gradient of kidscore_momiq at (beta[0], beta[1], log sigma), in NumPy."""
    data = json.loads(gzip.decompress(models.data_path("kidiq").read_bytes()))
    x, y = np.array(data["mom_iq"]), np.array(data["kid_score"], float)
    sigma = np.exp(z[2])
    r = (y - z[0] - z[1] * x) / sigma
    n, s = len(y), (sigma / 2.5) ** 2
    value = -0.5 * r @ r - n * (z[2] + 0.5 * np.log(2 * np.pi)) - np.log(np.pi * 2.5) - np.log1p(s) + z[2]
    return value, np.array([r.sum() / sigma, r @ x / sigma, r @ r - n - 2 * s / (1 + s) + 1])


@pytest.mark.parametrize("z", [(0.1, -0.2, 0.3), (25.8, 0.61, 2.9)])
def test_kidscore_momiq_equals_numpy(z):
    posterior = models.posterior("kidiq-kidscore_momiq")
    assert list(posterior.unconstrained_names) == ["beta[0]", "beta[1]", "sigma"]
    value, gradient = kidscore_momiq_by_hand(z)
    assert posterior.interpret(np.array(z)).log_density == pytest.approx(value, rel=1e-12)
    got, got_gradient = posterior.value_and_grad(np.array(z))
    assert got == pytest.approx(value, rel=1e-12)
    assert np.abs(got_gradient - gradient).max() <= 1e-10 * max(1, np.abs(gradient).max())
