"""Samplers where densities end, are flat or are not there; the integrator's laws."""

import numpy as np
import pytest
from sampler_laws import banana, no_parameters

from llbayes import ad, ppl, results, samplers
from llbayes.ad.logdensity import as_target
from llbayes.ir.errors import SamplingError, SettingsError
from llbayes.ppl import HalfNormal, Normal
from llbayes.samplers import SamplingWarning
from llbayes.samplers.leapfrog import leapfrog
from llbayes.samplers.metrics.diagonal import Diagonal, diagonal

QUICK = {"progress": False, "seed": 1}
quiet = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


# ---- densities with edges, flat ones, none

@pytest.mark.parametrize(("flat", "named"), [(lambda x: 0.0 * x[0], "`x\\[0\\]`, `x\\[1\\]`"), (lambda x: -0.5 * x[0] * x[0], "`x\\[1\\]`")])
def test_a_flat_density_is_named_improper(flat, named, recwarn):
    samplers.nuts(flat, dim=2, draws=50, tune=200, chains=2, **QUICK)
    texts = [str(w.message) for w in recwarn]
    assert any(w.category is SamplingWarning for w in recwarn) and any(f"along {named.replace(chr(92), '')}" in t and "improper" in t for t in texts)


@quiet
def test_a_long_trajectory_alone_is_not_called_improper(recwarn):
    samplers.nuts(lambda x: -0.5 * (x[0] * x[0] + (x[1] / 300.0) ** 2), dim=2, draws=100, tune=10, init=np.zeros(2), max_depth=3, **QUICK)
    assert not any("improper" in str(w.message) for w in recwarn)


def test_a_start_behind_a_hard_edge_names_the_coordinates():
    with pytest.raises(SamplingError, match=r"the log density is -inf; it is finite when one of these coordinates is moved: `x\[2\]`\n"):
        samplers.nuts(lambda x: -0.5 * np.sum(x * x) if x[2] > 4.0 else -np.inf, dim=3, **QUICK)
    with pytest.raises(SamplingError, match=r"its gradient is not finite in `x\[1\]`"):
        samplers.nuts(lambda x: np.arcsin(x[1]) - x[0] * x[0], dim=2, init=np.array([0.0, 1.0]), **QUICK)


def test_an_empty_posterior_still_has_statistics():
    tree = samplers.nuts(no_parameters.bind(y=np.ones(2)), draws=20, tune=10, keep=[], **QUICK)
    assert results.group_of(tree, "posterior").sizes == {} and tree["sample_stats"].attrs["draws"] == 20


@quiet
def test_a_run_can_be_repeated_from_its_attributes():
    @ppl.model
    def scale(y):
        ppl.sample("y", Normal(0.0, ppl.sample("sd", HalfNormal(1.0))), obs=y)
    posterior = scale.bind(y=np.array([0.5, -1.0]))
    first = samplers.nuts(posterior, draws=600, progress=False)
    again = samplers.nuts(posterior, draws=600, progress=False, seed=first["posterior"].attrs["seed"])
    other = samplers.nuts(posterior, draws=600, progress=False)
    assert (first["posterior"]["sd"].values == again["posterior"]["sd"].values).all()
    assert (first["posterior"]["sd"].values != other["posterior"]["sd"].values).any()


# ---- the integrator

def path(x, n, step, momentum_sign=1.0):
    """n leapfrog steps of the banana from (z, p) = x: (z, p) at the end and the largest change of the energy, in CPython."""
    target, m, energies = as_target(banana, 2), Diagonal(np.array([0.7, 1.9])), []

    def density(z, g):
        value, g[:] = target.value_and_grad(z)
        return value
    z, p = x[:2].copy(), momentum_sign * x[2:]
    g = target.value_and_grad(z)[1]
    start = 0.5 * p @ p - target.log_density(z)
    for _ in range(n):
        energies.append(leapfrog(density, diagonal, m, step, z, p, g, z, p, g).energy - start)
    return np.concatenate([z, momentum_sign * p]), np.abs(energies).max()


START = np.array([0.4, 0.3, -0.8, 1.1])


def test_leapfrog_is_reversible():
    end, _ = path(START, 25, 0.1)
    assert np.abs(end - START).max() > 0.5
    assert path(end, 25, 0.1, momentum_sign=-1.0)[0] == pytest.approx(START, abs=1e-12)
    assert path(end, 25, -0.1)[0] == pytest.approx(START, abs=1e-12)


def test_leapfrog_preserves_volume():
    def step(x):
        """One step, written out for the language: half a kick, a drift, half a kick."""
        a, b = 0.7, 1.9
        p0 = x[2] + 0.05 * a * (-x[0] + 8.0 * (x[1] - x[0] ** 2) * x[0])
        p1 = x[3] - 0.05 * b * 4.0 * (x[1] - x[0] ** 2)
        z0, z1 = x[0] + 0.1 * a * p0, x[1] + 0.1 * b * p1
        out = np.zeros(4)
        out[0], out[1] = z0, z1
        out[2] = p0 + 0.05 * a * (-z0 + 8.0 * (z1 - z0**2) * z0)
        out[3] = p1 - 0.05 * b * 4.0 * (z1 - z0**2)
        return out
    assert step(START) == pytest.approx(path(START, 1, 0.1)[0], abs=1e-13)
    assert np.linalg.det(ad.jacobian(step)(START)) == pytest.approx(1.0, abs=1e-12)


def test_the_energy_error_is_of_second_order():
    errors = [path(START, round(2.0 / step), step)[1] for step in (0.04, 0.02, 0.01)]
    assert [a / b for a, b in zip(errors, errors[1:], strict=False)] == pytest.approx([4.0, 4.0], rel=0.1)


def test_a_model_without_data_is_not_taken_for_a_function():
    @ppl.model
    def unbound(y):
        ppl.sample("a", ppl.Normal(0, 1))
    with pytest.raises(SettingsError, match=r"the model `unbound` has no data yet\n(.|\n)*hint: bind it, `unbound\.bind"):
        samplers.nuts(unbound)
