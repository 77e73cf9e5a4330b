"""Where trajectories ended: the run says which part of the model left its domain, at which line, and gives no advice about step sizes then."""
import warnings
from pathlib import Path

import numpy as np
import pytest

from llbayes import ppl, results, samplers
from llbayes.ppl import HalfNormal, Normal
from llbayes.results.advice import domains
from llbayes.samplers.ends.watched import COUNTS, INSIDE, KEPT, LATE

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=8), 0.3 * RNG.normal(size=8)
LINES = Path(__file__).read_text().splitlines()
QUICK = {"progress": False, "seed": 1, "draws": 300, "tune": 300, "chains": 2}


@ppl.model
def free_scale(x, y):
    a = ppl.sample("a", Normal(0, 1))
    s = ppl.sample("s", Normal(0, 1))
    ppl.sample("y", Normal(a * x, s), obs=y)


@ppl.model
def root(x, y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(np.sqrt(a) * x, 1), obs=y)


def line(text):
    return f"{__file__}:{next(k for k, t in enumerate(LINES, 1) if text in t)}"


@pytest.fixture(scope="module")
def posteriors():
    return {"scale": free_scale.bind(x=X, y=Y), "root": root.bind(x=X, y=Y)}


@pytest.mark.parametrize(("model", "sampler", "words", "place"), [
    ("scale", "nuts", "`scale` of `Normal` at site `y` left its domain (positive)", "Normal(a * x, s)"),
    ("root", "nuts", "`np.sqrt(a)` was nan: the root of a negative number", "np.sqrt(a)"),
    ("root", "hmc", "`np.sqrt(a)` was nan: the root of a negative number", "np.sqrt(a)"),
    ("root", "metropolis", "`np.sqrt(a)` was nan: the root of a negative number", "np.sqrt(a)")])
def test_a_run_says_what_left_its_domain_and_where(posteriors, model, sampler, words, place):
    more = {"draws": 1500} if model == "scale" else {}
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        tree = getattr(samplers, sampler)(posteriors[model], **QUICK | more)
    told = [text for text in results.diagnose(tree) if words in text]
    assert len(told) == 1 and line(place) in told[0] and "constraint=ppl.positive" in told[0]
    assert any(told[0] == str(w.message) for w in seen)
    assert not any("target_accept" in text for text in [*results.diagnose(tree), results.verdict(tree)])
    found = domains.known(tree["posterior"].attrs)
    divergent = int(tree["sample_stats"]["diverging"].sum())
    assert found.diverged == divergent and found.made == 2 * QUICK["draws"] + 2 * more.get("draws", 300) - 600
    assert sampler == "metropolis" or found.beyond + found.inside == divergent


def test_chains_keep_the_newest_points_and_count_all(posteriors):
    from llbayes.ad.logdensity import as_target
    from llbayes.samplers.run import Chain

    def ran(total, compiled=True):
        chain = Chain(samplers.NUTS, as_target(posteriors["root"]), 20, np.random.SeedSequence(4), np.full(1, 0.5), total, compiled)
        chain.run()
        late, inside = (int(chain.word[COUNTS + kind]) for kind in (LATE, INSIDE))
        assert late + inside == chain.all_stats[20:, chain.columns.index("diverging")].sum() and (chain.kept[LATE, :late] < 0.0).all()
        return late, chain.kept[LATE]

    assert ran(500)[0] > KEPT
    (count, points), (other, others) = ran(60), ran(60, compiled=False)
    assert 0 < count == other < KEPT
    np.testing.assert_allclose(points, others, rtol=1e-6)


def test_divergences_that_have_another_cause_keep_their_advice():
    @ppl.model
    def funnel():
        v = ppl.sample("v", HalfNormal(3))
        ppl.sample("x", Normal(0, v), shape=5)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = samplers.nuts(funnel.bind(), **QUICK)
    assert tree["sample_stats"]["diverging"].any() and any("target_accept" in text for text in results.diagnose(tree))
