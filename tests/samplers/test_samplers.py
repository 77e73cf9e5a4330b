"""Samplers on targets with known answers."""
import warnings

import numpy as np
import pytest
from sampler_laws import Quadratic, gaussian

from llbayes import samplers
from llbayes.ir.errors import SamplingError, SettingsError
from llbayes.samplers.kernels.nuts import NUTS
from llbayes.samplers.run import Chain
from llbayes.samplers.sampler import allocate

pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


def draws_of(tree):
    return np.asarray(tree["posterior"]["x"].values)


def test_a_dense_metric_learns_correlations():
    covariance = np.array([[1.0, 0.95], [0.95, 1.0]])
    precision = np.linalg.inv(covariance)

    def target(x):
        return -0.5 * np.sum(x * (precision @ x))
    tree = samplers.nuts(target, dim=2, seed=1, metric="dense", progress=False)
    x = draws_of(tree).reshape(-1, 2)
    assert np.cov(x.T) == pytest.approx(covariance, abs=0.1)
    assert tree["sample_stats"]["n_steps"].values.mean() < 8


def test_the_same_seed_gives_the_same_bits_for_any_number_of_threads_and_chains():
    a = draws_of(samplers.nuts(gaussian, dim=3, draws=100, tune=200, chains=3, cores=1, seed=7, progress=False))
    b = draws_of(samplers.nuts(gaussian, dim=3, draws=100, tune=200, chains=3, cores=3, seed=7, progress=False))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        c = draws_of(samplers.nuts(gaussian, dim=3, draws=100, tune=200, chains=2, seed=7, progress=False))
    assert np.array_equal(a, b)
    assert np.array_equal(a[:2], c)


def test_dimension_one_and_statistics():
    tree = samplers.nuts(lambda x: -0.5 * x[0] * x[0], dim=1, seed=1, progress=False)
    stats = tree["sample_stats"]
    assert {"lp", "energy", "tree_depth", "n_steps", "step_size", "acceptance_rate", "diverging"} <= set(stats.data_vars)
    assert stats["diverging"].values.dtype == bool
    assert stats["lp"].values.shape == (4, 1000)
    assert 0.6 < stats["acceptance_rate"].values.mean() < 0.98


def test_a_density_that_is_never_finite_is_named():
    with pytest.raises(SamplingError, match="no starting point"):
        samplers.nuts(lambda x: np.log(-np.exp(x[0])), dim=1, seed=1, progress=False)


@pytest.mark.parametrize(("wrong", "says"), [({"draws": 0}, "draws"), ({"chains": 0}, "chains"), ({"target_accept": 1.5}, "target_accept"),
                                             ({"max_depth": 50}, "max_depth"), ({"metric": "round"}, "metric"), ({"tune": -1}, "tune"),
                                             ({"init": np.zeros(7)}, "init"), ({"cores": 0}, "cores")])
def test_settings_are_checked(wrong, says):
    with pytest.raises(SettingsError, match=says):
        samplers.nuts(gaussian, dim=3, progress=False, **wrong)


def test_a_plain_function_needs_dim():
    with pytest.raises(SettingsError, match="dim="):
        samplers.nuts(gaussian, progress=False)


def test_a_stopped_run_keeps_what_it_has():
    from llbayes.ad.logdensity import as_target
    chain = Chain(NUTS, as_target(gaussian, 3), 100, np.random.SeedSequence(1), np.full(3, np.nan), 100_000)
    import threading
    thread = threading.Thread(target=chain.run)
    thread.start()
    while chain.word[1] < 300:
        pass
    chain.word[0] = 1
    thread.join(10)
    assert not thread.is_alive()
    assert 300 <= chain.done < 100_000
    assert np.isfinite(chain.all_z[:chain.done]).all()


def test_an_error_in_the_target_is_reported():
    class Broken(Quadratic):
        def value_and_grad(self, z):
            raise RuntimeError("out of order")
    with pytest.raises(SamplingError, match="out of order"):
        samplers.nuts(Broken(), progress=False)


def test_a_start_can_be_given():
    tree = samplers.nuts(gaussian, tune=0, draws=2, chains=1, seed=1, init=np.array([0.5, 0.5, 0.5]),
                  progress=False, dim=3)
    assert np.abs(draws_of(tree)).max() < 30
    assert allocate(2, 3).shape == (2, 3)


def test_plain_lines_of_progress_off_a_terminal(capsys):
    samplers.nuts(gaussian, dim=3, draws=50, tune=50, chains=1, seed=1)
    assert "divergences" in capsys.readouterr().err
