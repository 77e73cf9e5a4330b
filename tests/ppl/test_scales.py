"""What a parameter scales is known from the model: scales, variances, precisions and logarithms of scales of latent sites, and no location."""
import warnings

import numpy as np
import pytest

from llbayes import ppl, results, samplers
from llbayes.ppl import Gamma, HalfNormal, LogNormal, MultivariateNormal, Normal, StudentT, Uniform


@ppl.model
def forms(y):
    mu, positive = ppl.sample("mu", Normal(0, 1)), ppl.sample("positive", LogNormal(0, 0.1))
    tau, phi, noise = ppl.sample("tau", HalfNormal(1)), ppl.sample("phi", LogNormal(0, 1)), ppl.sample("noise", HalfNormal(1))
    log_scale, precision, variance = ppl.sample("log_scale", Normal(0, 1)), ppl.sample("precision", Gamma(2, 2)), ppl.sample("variance", Gamma(2, 2))
    bounded, each = ppl.sample("bounded", Uniform(0, 5)), ppl.sample("each", HalfNormal(1), shape=3)
    level, lower = ppl.sample("level", Normal(101, 1)), ppl.sample("lower", LogNormal(np.log(101.0), 0.01))
    sigma = ppl.deterministic("sigma", tau * 2.0)
    doubled = ppl.sample("doubled", Normal(mu + positive, sigma), shape=4)
    ppl.sample("product", Normal(mu, tau * phi).noncentered(), shape=4)
    ppl.sample("by_log", StudentT(4, mu, np.exp(log_scale)))
    ppl.sample("by_precision", Normal(mu, 1.0 / np.sqrt(precision)))
    ppl.sample("by_variance", Normal(mu, np.sqrt(variance)))
    ppl.sample("by_bounded", Normal(mu, bounded))
    ppl.sample("by_each", Normal(0, each[np.array([0, 1, 1])]))
    ppl.sample("by_matrix", MultivariateNormal(np.zeros(3), cholesky=np.diag(each)))
    ppl.sample("under_a_root", Normal(0, np.sqrt(level - 90.0)))
    ppl.sample("under_another", Normal(0, np.sqrt(lower - 0.9)))
    for k in range(2):
        ppl.sample(f"loop_{k}", Normal(mu, tau))
    ppl.sample("y", Normal(doubled, noise), obs=y)


POINTS = 0.5 * np.random.default_rng(0).normal(size=(3, 100))
WANTED = {
    ("tau", 0): (True, {"doubled": False, "product": True, "loop_0": False, "loop_1": False}), ("phi", 0): (True, {"product": True}),
    ("log_scale", 0): (True, {"by_log": False}), ("precision", 0): (False, {"by_precision": False}), ("variance", 0): (True, {"by_variance": False}),
    ("bounded", 0): (True, {"by_bounded": False}), ("each", 0): (True, {"by_each": False, "by_matrix": False}), ("each", 2): (True, {"by_matrix": False}),
    **{(name, 0): None for name in ("mu", "positive", "noise", "level", "lower", "doubled", "product", "sigma", "y", "nothing")}, ("each", 3): None,
}  # fmt: skip


@pytest.fixture(scope="module")
def posterior():
    return forms.bind(y=np.zeros(4))


@pytest.mark.parametrize("entry", WANTED, ids=str)
def test_what_an_entry_scales(posterior, entry):
    rising, sites = posterior.scaled_by(POINTS[:, : posterior.dim], *entry)
    assert sites == {} if WANTED[entry] is None else (rising, sites) == WANTED[entry]


@ppl.model
def schools(y):
    mu, tau, level = ppl.sample("mu", Normal(0, 5)), ppl.sample("tau", HalfNormal(5)), ppl.sample("level", Normal(101, 1))
    theta = ppl.sample("theta", Normal(mu, tau), shape=8)
    ppl.sample("y", Normal(theta, 0.1 * level), obs=y)


def test_a_run_notes_it_and_its_file_keeps_it(tmp_path):
    import xarray

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        tree = samplers.nuts(schools.bind(y=np.array([28.0, 8, -3, 7, -1, 1, 18, 12])), seed=1, draws=500, tune=300, progress=False)
    assert any("small values of `tau`, which scales `theta`: write `theta` with `.noncentered()`" in str(w.message) for w in seen)
    path = results.to_netcdf(tree, tmp_path / "draws.nc")
    with xarray.open_dataset(path, group="posterior") as back:
        assert '"name": "tau"' in back.attrs["scales"]
    assert any("`theta` with `.noncentered()`" in text for text in results.diagnose(tree))
