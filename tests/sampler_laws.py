"""Laws that every sampler keeps, each a function of its record. `samplers/test_laws.py` goes through the table, `samplers/test_newcomer.py` takes a new one."""
from __future__ import annotations

import inspect
import math

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ad.logdensity import as_target
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Normal
from llbayes.samplers import selftest
from llbayes.samplers.call import Run, sample
from llbayes.samplers.run import Chain

QUICK = {"progress": False, "seed": 1}
SCALES = np.array([1.0, 2.0, 3.0])


def gaussian(x):
    return -0.5 * np.sum((x / SCALES) ** 2)


def banana(x):
    return -0.5 * x[0] * x[0] - 2.0 * (x[1] - x[0] * x[0]) ** 2


class Quadratic:
    """A target without machine code."""

    dim = 2

    def log_density(self, z):
        return -0.5 * float(z[0] ** 2 + z[1] ** 2 / 4.0)

    def value_and_grad(self, z):
        return self.log_density(z), np.array([-z[0], -z[1] / 4.0])


@ppl.model
def no_parameters(y):
    ppl.deterministic("total", np.sum(y))
    ppl.sample("y", Normal(0.0, 1.0), obs=y)


def chain(s, warmup=40, total=60):
    return Chain(s, as_target(banana, 2), warmup, np.random.SeedSequence(9), np.full(2, np.nan), total)


def arrays(x):
    return [a for m in x for a in arrays(m)] if isinstance(x, tuple) else [x]


# ---- laws of a sampler with one of its metrics

def a_chain_in_pieces_has_the_same_bits(s):
    found = []
    for at_once in (60, 7, 1):
        pieces = chain(s)
        pieces.run(at_once)
        found.append((pieces.all_z, pieces.all_stats))
    for z, stats in found[1:]:
        np.testing.assert_array_equal(z, found[0][0])
        np.testing.assert_array_equal(stats, found[0][1])


def state_bit_generator_and_draws_are_all_there_is_to_a_chain(s):
    """The draws so far are looked at only by a metric that Python learns in the warm-up."""
    whole = chain(s)
    whole.run()
    for cut in (1, 13, 39, 41):
        begun, resumed = chain(s), chain(s)
        begun.total = cut
        begun.run()
        for name, old, new in zip(begun.state._fields, begun.state, resumed.state, strict=True):
            for a, b in zip(arrays(old), arrays(new), strict=True):
                b[:] = math.nan if name == "scratch" and b.dtype == float else a          # what is in `scratch` must not matter
        resumed.bit_generator.state = begun.bit_generator.state
        resumed.done, resumed.all_z[:cut] = cut, begun.all_z[:cut]
        resumed.run()
        np.testing.assert_array_equal(resumed.all_z, whole.all_z)


def the_compiled_chain_is_the_cpython_chain(s):
    found = []
    for compiled in (True, False):
        one = Chain(s, as_target(Quadratic()), 12, np.random.SeedSequence(3), np.full(2, np.nan), 20, compiled)
        one.run()
        found.append(one.all_z)
    assert found[0] == pytest.approx(found[1], rel=1e-8, abs=1e-8)


def the_self_test_passes(s):
    rows = [*(selftest.moments(s, dim, seed=1) for dim in (1, 2, 10)), selftest.affine(s, 10, seed=1), selftest.threads(s, 2, seed=1)]
    assert not [r for r in rows if not r.ok]


OF_EACH_METRIC = (a_chain_in_pieces_has_the_same_bits, state_bit_generator_and_draws_are_all_there_is_to_a_chain, the_compiled_chain_is_the_cpython_chain,
                  the_self_test_passes)


# ---- laws of its public call

def moments_of_a_gaussian(s):
    import arviz as az
    x = np.asarray(s.call(gaussian, dim=3, draws=2 * s.enough, seed=4, progress=False)["posterior"]["x"].values)
    for k in range(3):
        assert abs(x[..., k].mean()) < 4.5 * float(az.mcse(x[..., k]))
        assert abs(x[..., k].std() - SCALES[k]) < 5 * float(az.mcse(x[..., k], method="sd"))


def nothing_is_drawn_where_the_density_is_not_finite(s):
    for value in (-np.inf, np.nan):
        x = s.call(lambda x, value=value: -0.5 * x[0] * x[0] if x[0] > 0.5 else value, dim=1, draws=4000, init=np.array([1.0]), target_accept=0.5,
                   **QUICK)["posterior"]["x"].values
        assert x.min() > 0.5 and x.mean() == pytest.approx(1.1411, abs=0.1)     # φ(½)/Φ(-½)


def without_parameters_there_are_deterministics(s):
    tree = s.call(no_parameters.bind(y=np.array([1.0, 2.0])), draws=20, tune=10, **QUICK)
    assert tree["posterior"]["total"].values.tolist() == [[3.0] * 20] * 4
    assert tree["sample_stats"]["lp"].values == pytest.approx(np.full((4, 20), -2.5 - math.log(2 * math.pi)))


def statistics_have_their_names_and_types(s):
    tree = s.call(gaussian, dim=3, draws=20, tune=20, chains=2, **QUICK)
    stats = tree["sample_stats"]
    assert list(stats.data_vars) == [name for name in s.columns() if name != "warmup"]
    assert {"lp", "n_steps", "step_size", "acceptance_rate", "diverging"} <= set(stats.data_vars)
    assert stats["diverging"].dtype == bool and stats["n_steps"].dtype == np.int64 and stats["lp"].shape == (2, 20)
    assert tree["posterior"].attrs["sampler"] == s.name


def wrong_settings_are_named(s):
    for wrong in ({"draws": 0}, {"chains": 0}, {"target_accept": 1.5}, {"tune": -1}, {"init": np.zeros(7)}, {"cores": 0}, {"seed": -1}):
        with pytest.raises(SettingsError, match=next(iter(wrong))):
            s.call(gaussian, dim=3, **{"progress": False} | wrong)
    if s.metrics:
        with pytest.raises(SettingsError, match="`metric` must be one of `diag`, "):
            s.call(gaussian, dim=3, metric="round", progress=False)


def its_call_lists_its_arguments(s):
    """Every one typed, with its default and a line in the docstring; the common ones are those of `sample`."""
    found, common = inspect.signature(s.call).parameters, inspect.signature(sample).parameters
    assert all(p.annotation is not p.empty for p in found.values()) and all(p.kind is p.KEYWORD_ONLY for p in list(found.values())[1:])
    assert ("metric" in found) == bool(s.metrics)
    assert {name: found[name] for name in Run.__annotations__} == {name: common[name] for name in Run.__annotations__}
    assert {name: common[name].annotation for name in Run.__annotations__} == {name: t.__forward_arg__ for name, t in Run.__annotations__.items()}
    assert all(f"{name}: " in s.call.__doc__ for name in found)


OF_THE_CALL = (moments_of_a_gaussian, nothing_is_drawn_where_the_density_is_not_finite, without_parameters_there_are_deterministics,
               statistics_have_their_names_and_types, wrong_settings_are_named, its_call_lists_its_arguments)
