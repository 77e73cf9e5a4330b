"""Samples of the ready models against posteriordb's reference draws: means within 4 and sds within 5 combined standard errors."""
from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from sweeps import thinned

from llbayes import models, samplers

REFERENCES = json.loads((Path(__file__).parents[1] / "data" / "posterior_summaries.json").read_text())
LONG = ("diamonds-diamonds", "hudson_lynx_hare-lotka_volterra")
CAREFUL = {"gp_pois_regr-gp_pois_regr", "gp_pois_regr-gp_regr", "hudson_lynx_hare-lotka_volterra", "one_comp_mm_elim_abs-one_comp_mm_elim_abs"}
NAMES = [*thinned([name for name in REFERENCES if name not in LONG], 4), *(pytest.param(name, marks=pytest.mark.slow) for name in LONG)]


def deviations(tree, reference):
    """What lies outside its limit, in words, for every reference parameter."""
    import arviz as az

    for name, expected in reference.items():
        base, *index = re.split(r"[\[\],]+", name.strip("]"))
        draws = np.asarray(tree.posterior[base].values)[(..., *[int(i) - 1 for i in index])]
        for what, got, error, limit in (
            ("mean", draws.mean(), az.mcse(draws), 4),
            ("sd", draws.std(ddof=1), az.mcse(draws, method="sd"), 5),
        ):
            z = abs(got - expected[what]) / np.hypot(float(error), expected[f"mcse_{what}"])
            if not z < limit:
                yield f"{what} of {name}: {z:.1f} standard errors"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_draws_are_those_of_the_reference(name):
    posterior, accept = models.posterior(name), 0.99 if name in CAREFUL else 0.8          # as the references were drawn
    for seed, draws in ((20261124, 1000), (20261125, 4000)):
        bad = list(deviations(samplers.nuts(posterior, draws=draws, tune=1000, chains=4, seed=seed, target_accept=accept, progress=False), REFERENCES[name]))
        if not bad:
            return
    raise AssertionError("; ".join(bad))


@pytest.mark.filterwarnings("ignore")
def test_the_funnel_is_reported_with_its_parameter_and_a_remedy():
    posterior = models.posterior("eight_schools-eight_schools_centered")
    with pytest.warns(samplers.SamplingWarning, match=r"divergence(.|\n)*`tau`(.|\n)*non-?cent"):
        tree = samplers.nuts(posterior, seed=2, progress=False)
    assert int(np.asarray(tree.sample_stats["diverging"]).sum()) > 0
