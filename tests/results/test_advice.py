"""Advice on runs is true: chains of one distribution are not accused, others are, and what cannot be known is said to be unknown."""
import numpy as np
import pytest

from llbayes import results
from llbayes.results import PlainGroups, Variable
from llbayes.results.advice.agreement import agreement, f_quantile

ENTRIES = 5


def autoregressive(rng, rho, shape):
    """Stationary, of standard deviation 1."""
    x = rng.normal(size=shape)
    for t in range(1, shape[-1]):
        x[..., t] = rho * x[..., t - 1] + np.sqrt(1.0 - rho**2) * x[..., t]
    return x


def said(x, **stats):
    """What is told of draws x: (chain, draw, …)."""
    def variables(arrays):
        return {name: Variable(name, a, ("chain", "draw", *(f"{name}_dim_{k}" for k in range(a.ndim - 2))), {}) for name, a in arrays.items()}
    return PlainGroups({"posterior": variables({"x": x} if isinstance(x, np.ndarray) else x), "sample_stats": variables(stats)})


@pytest.mark.parametrize(("chains", "draws", "rho"), [
    (1, 100, 0.5), (2, 20, 0.0), (4, 12, 0.0), (4, 20, 0.0), (4, 20, 0.5), (4, 50, 0.8), (4, 200, 0.9), (4, 400, 0.97), (4, 500, -0.7), (16, 50, 0.5),
    (16, 400, 0.8), (16, 400, 0.95), (64, 100, 0.3)])
def test_chains_of_one_distribution_are_not_accused(chains, draws, rho):
    """At most in 1 run of 100; 3 of 40 has a probability below 0.01 then."""
    runs = 40
    x = autoregressive(np.random.default_rng(1), rho, (runs * ENTRIES, chains, draws))
    found = agreement(x, ENTRIES)
    accused = (found.rhat > np.maximum(found.limit, 1.01)).reshape(runs, ENTRIES).any(axis=1)
    assert accused.sum() <= 2
    worst = int((found.rhat - found.limit).reshape(runs, ENTRIES).max(axis=1).argmin())
    texts = results.diagnose(said(np.moveaxis(x[worst * ENTRIES:(worst + 1) * ENTRIES], 0, -1)))
    assert not any("disagree" in text or "not to be trusted" in text for text in texts)


@pytest.mark.parametrize(("chains", "draws", "rho", "shift", "wide"), [
    (4, 50, 0.0, 2.0, 1.0), (4, 1000, 0.0, 0.4, 1.0), (4, 1000, 0.8, 1.5, 1.0), (4, 1000, 0.95, 4.0, 1.0), (2, 500, 0.5, 1.0, 1.0), (16, 400, 0.5, 1.0, 1.0),
    (4, 1000, 0.0, 0.0, 1.4), (4, 400, 0.0, 0.0, 2.0)])
def test_chains_of_different_distributions_are_told(chains, draws, rho, shift, wide):
    for seed in range(5):
        x = np.moveaxis(autoregressive(np.random.default_rng(seed), rho, (ENTRIES, chains, draws)), 0, -1)
        x[0] = wide * x[0] + shift
        assert any("chains disagree" in text for text in results.diagnose(said(x)))


def test_a_mode_of_its_own_is_told_and_a_drift_too():
    rng = np.random.default_rng(2)
    assert any("chains disagree" in text for text in results.diagnose(said(rng.normal(size=(4, 1000)) + np.array([0.0, 0.0, 0.0, 100.0])[:, None])))
    texts = results.diagnose(said(rng.normal(size=(1, 1000)) + np.repeat([0.0, 4.0], 500)))
    assert any("still moves" in text for text in texts) and not any("agree" in text for text in texts)


@pytest.mark.parametrize("p", [0.99, 0.999, 0.9999])
def test_quantiles_of_f(p):
    from scipy import stats

    for d1 in (1.0, 3.0, 7.0, 31.0):
        d2 = np.array([30.0, 100.0, 1000.0])
        np.testing.assert_allclose(f_quantile(p, d1, d2), stats.f.ppf(p, d1, d2), rtol=0.1)
    assert f_quantile(0.9999, 7.0, np.array([2.0])) == np.inf


def test_one_chain_is_told_to_be_one():
    (text,) = results.diagnose(said(np.random.default_rng(2).normal(size=(1, 1000))))
    assert "one chain" in text and "R-hat" in text and "chains=4" in text and "agree" not in text


@pytest.mark.parametrize("shape", [(4, 1), (4, 3), (4, 9), (1, 9), (50, 9)])
def test_too_few_draws_are_told_to_be_too_few(shape):
    (text,) = results.diagnose(said(np.random.default_rng(1).normal(size=shape)))
    assert "too few" in text and "R-hat" in text and "agree" not in text


def test_few_draws_that_vary_much_are_no_disagreement():
    x = autoregressive(np.random.default_rng(3), 0.97, (4, 100))
    unknown, few = results.diagnose(said(x))
    assert "R-hat of `x`" in unknown and "do not show whether" in unknown and "effective sample size" in few


def test_the_verdict_is_made_of_what_was_looked_at():
    rng = np.random.default_rng(4)
    x, energy, calm = rng.normal(size=(4, 500, 2)), rng.normal(size=(4, 500)), np.zeros((4, 500), bool)
    whole = results.verdict(said(x, energy=energy, diverging=calm, tree_depth=np.full((4, 500), 3)), max_depth=10)
    assert all(word in whole for word in ("no problems found", "4 chains agree", "effective sample size", "no divergences", "E-BFMI", "legal length"))
    assert "divergences" not in results.verdict(said(x, diverging=calm)) and "length" not in results.verdict(said(x, energy=energy), 10)
    assert results.verdict(said(x[:1])).startswith("! there is one chain") and "nothing to check" in results.verdict(said({}))
    settings = PlainGroups(said(x, tree_depth=np.full((4, 500), 7)).groups, {"settings": '{"max_depth": 7}'})
    assert any("largest depth 7" in text for text in results.diagnose(settings))


def test_long_trajectories_are_not_called_right():
    (text,) = results.diagnose(said(np.random.default_rng(5).normal(size=(4, 500)), tree_depth=np.full((4, 500), 10)), max_depth=10)
    assert "max_depth" in text and "right" not in text


NUMBERS = {
    "all": (slice(None), np.nan, ("is nan in every one of 400 draws", "root of a negative")),
    "some": ((slice(None), slice(0, 7)), np.nan, ("is nan in 28 of 400 draws",)),
    "infinite": ((0, 3), np.inf, ("is infinite in 1 of 400 draws", "division by 0")),
    "minus": ((0, slice(3, 5)), -np.inf, ("is infinite in 2 of 400 draws",)),
}


@pytest.mark.parametrize("entries", [(), (3,), (2, 2)])
@pytest.mark.parametrize("kind", NUMBERS)
def test_what_is_no_number_is_named(kind, entries):
    where, value, words = NUMBERS[kind]
    d = np.random.default_rng(6).normal(size=(4, 100, *entries))
    d[(where, ..., *(0 for _ in entries)) if where == slice(None) else (*where, *(0 for _ in entries))] = value
    text = next(text for text in results.diagnose(said({"a": np.random.default_rng(7).normal(size=(4, 100)), "d": d})) if "`d`" in text)
    assert all(word in text for word in words) and ("`d[0" in text) == bool(entries)


def test_chains_that_stand_still_are_told():
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(4, 200)), rng.normal(size=(4, 200, 2))
    x[2], y[2] = 0.3, 0.4
    assert any(text.startswith("chain 2 never moved") for text in results.diagnose(said({"x": x, "y": y, "constant": np.ones((4, 200))})))
    y = rng.normal(size=(4, 200, 2))
    y[..., 1] = 1e6 * np.arange(4.0)[:, None] + 1e20
    assert any(text.startswith("`y[1]` never moved") for text in results.diagnose(said({"x": rng.normal(size=(4, 200)), "y": y})))
    assert results.diagnose(said({"x": rng.normal(size=(4, 200)), "constant": np.ones((4, 200))})) == results.diagnose(said(rng.normal(size=(4, 200))))


def gathering(**attributes):
    """A run whose draws diverge at small values of tau[0] and of level, and a location that has nothing to do with it."""
    rng = np.random.default_rng(9)
    tau, bad = np.exp(rng.normal(size=(4, 500, 2))), np.zeros((4, 500), bool)
    bad[tau[..., 0] < np.quantile(tau[..., 0], 0.03)] = True
    run = said({"tau": tau, "level": 101.0 + 0.1 * tau[..., 0], "mu": rng.normal(size=(4, 500))}, diverging=bad)
    return PlainGroups(run.groups, attributes)


@pytest.mark.parametrize(("rising", "centred", "noncentred", "words", "without"), [
    (True, ["theta"], [], ("small values of `tau[0]`", "`theta` with `.noncentered()`"), ("`level`", "`mu`")),
    (True, ["a", "b", "c", "d"], [], ("`a`, `b`, `c` and 1 more",), ("`level`",)),
    (True, [], ["theta"], ("`tau[0]`, which scales `theta`, non-centred already",), ("noncentered()", "`level`")),
    (False, ["theta"], [], ("small values of `level`",), ("noncentered", "`mu`", "theta")),
])
def test_divergences_ask_for_the_other_form_of_what_a_scale_scales(rising, centred, noncentred, words, without):
    note = results.noted([results.Scale("tau", 0, rising, centred, noncentred)])
    text, *_ = results.diagnose(gathering(scales=note))
    assert all(word in text for word in words) and not any(word in text for word in without) and "target_accept" in text


@pytest.mark.parametrize("attributes", [{}, {"scales": "no JSON"}, {"scales": '[{"other": 1}]'}, {"scales": 3}])
def test_what_is_not_known_to_be_a_scale_is_not_called_one(attributes):
    text, *_ = results.diagnose(gathering(**attributes))
    assert "noncentered" not in text and "small values of `level`" in text and "`mu`" not in text
