"""Test functions of uncertainty quantification: compiled as in CPython, their answers found again by sampling."""
import numpy as np
import pytest

from llbayes import ad, uq
from llbayes.models import uq as problems
from llbayes.uq.campaigns.points import sobol_points

NAMES = problems.names()
POINTS, REPLICATES = 2**12, 8


def runs(problem):
    """Outputs (replicates, n) of randomised sequences of inputs, which must be independent."""
    inputs = uq.Inputs(dict(problem.laws))
    over = ad.batch(problem.function)
    return np.array([over(inputs.from_unit(sobol_points(12, problem.dim, seed))) for seed in range(REPLICATES)])


@pytest.mark.parametrize("name", NAMES)
def test_compiled_as_in_python(name):
    problem = problems.get(name)
    x = uq.Inputs(dict(problem.laws)).sample(40, seed=1)
    np.testing.assert_allclose(ad.batch(problem.function)(x), [problem.function(row) for row in x], rtol=1e-9, atol=1e-12)


def sampled(problem) -> bool:
    """Has it answers that this sampling sees: of independent inputs, not too rare?"""
    return bool({"mean", "P_f"} & set(problem.answers)) and not problem.correlations and problem.answers.get("P_f", 1.0) >= 1e-3


@pytest.mark.parametrize("name", [name for name in NAMES if sampled(problems.get(name))])
def test_answers_are_found_by_sampling(name):
    problem = problems.get(name)
    found = runs(problem)
    answers = problem.answers
    if "P_f" in answers:
        estimates, truth = (found < 0.0).mean(axis=1), answers["P_f"]
    else:
        estimates, truth = found.mean(axis=1), answers["mean"]
        assert found.var() == pytest.approx(answers.get("variance", answers.get("sd", 0.0) ** 2), rel=0.05)
    error = estimates.std(ddof=1) / np.sqrt(REPLICATES)
    assert abs(estimates.mean() - truth) < 5.0 * error + 1e-6 * abs(truth)


def test_indices_of_the_table_are_those_of_sampling():
    for name in ("ishigami", "g", "dirichlet_product", "product_and_sum", "borehole", "otl_circuit", "flood", "rosenbrock", "exponential_ridge"):
        problem = problems.get(name)
        found = uq.sobol(problem.function, uq.Inputs(dict(problem.laws)), n=4096, seed=2)
        for word in ("S1", "ST"):
            error = np.abs(getattr(found, word) - problem.answers[word])
            assert np.all(error < 5.0 * getattr(found, f"{word}_se") + 2e-4), name


def test_names_are_answered():
    assert problems.get("borehole").dim == 8 and "borehole" in repr(problems.get("borehole"))
    with pytest.raises(LookupError, match="did you mean `borehole`"):
        problems.get("bore_hole")
