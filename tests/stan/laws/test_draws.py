"""Random draws of all laws, by one program, follow the law: their frequencies are what its distribution function or mass function says, those of vectors and matrices
have its mean."""
from __future__ import annotations

import importlib.util
import math
import re

import numpy as np
import pytest

from llbayes.ppl.predictive.groups import simulate
from llbayes.stan.functions.laws import LAWS, Law
from llbayes.stan.signatures import TABLE, resolve

from .lines import HEADER, Line, line
from .points import ORDINARY, base, whats

DRAWS = 4000
SIGMAS = 5.0
S, L = np.array([[1.5, 0.4], [0.4, 0.8]]), np.array([[1.2, 0.0], [-0.5, 0.9]])
MU, P, A = np.array([0.5, -1.0]), np.array([0.2, 0.5, 0.3]), np.array([0.7, 1.5, 2.3])
LOGITS = np.log(P) + 0.7
# calls of draws of vectors and matrices, and their means
MEANS = {
    "multi_normal_rng": ((MU, S), MU), "multi_normal_cholesky_rng": ((MU, L), MU), "multi_student_t_rng": ((9.0, MU, S), MU),
    "multi_student_t_cholesky_rng": ((9.0, MU, L), MU), "dirichlet_rng": ((A,), A / np.sum(A)), "multinomial_rng": ((P, 10), 10 * P),
    "multinomial_logit_rng": ((LOGITS, 10), 10 * P), "dirichlet_multinomial_rng": ((A, 10), 10 * A / np.sum(A)), "lkj_corr_rng": ((2, 3.0), np.eye(2)),
    "wishart_rng": ((5.0, S), 5.0 * S), "inv_wishart_rng": ((9.0, S), S / 6.0), "bernoulli_logit_glm_rng": ((np.eye(2), MU, np.zeros(2)), 1.0 / (1.0 + np.exp(-MU))),
    "normal_rng": ((MU, 1.2), MU), "poisson_rng": ((np.exp(MU),), np.exp(MU)), "categorical_rng": ((P,), np.sum(P * np.array([1, 2, 3]))),
}  # fmt: skip
# factors: the mean of L Lᵀ
SQUARES = {"lkj_corr_cholesky_rng": ((2, 3.0), np.eye(2)), "wishart_cholesky_rng": ((5.0, L), 5.0 * L @ L.T), "inv_wishart_cholesky_rng": ((9.0, L), L @ L.T / 6.0)}
NUMBERS = {law: ORDINARY[law][0][1:] for law in ORDINARY if f"{law}_rng" in TABLE and base(ORDINARY[law][0][0]) in ("int", "real")}
CALLS = [(f"{law}_rng", arguments) for law, arguments in NUMBERS.items()] + [(name, arguments) for name, (arguments, _) in (MEANS | SQUARES).items()]


def python(function, arguments):
    """The Python of a call, its numbers and arrays written out."""
    text = resolve(function, [Line.kind(a) for a in arguments]).signature.python
    written = [f"np.array({np.asarray(a).tolist()})" if np.ndim(a) else repr(a) for a in arguments]
    return re.sub(r"\b_(\d)\b", lambda found: written[int(found[1])], text)


@pytest.fixture(scope="module")
def draws(tmp_path_factory):
    """Draws of every call."""
    path = tmp_path_factory.mktemp("draws") / "drawing.py"
    rows = "".join(f'            "d{k}": {python(function, arguments)},\n' for k, (function, arguments) in enumerate(CALLS))
    path.write_text(f"{HEADER}\n\n@ppl.model\ndef drawing():\n    ppl.sample('mu', ppl.Normal(0.0, 1.0))\n\n    def block():\n        return {{\n{rows}        }}\n    ppl.generated(block)\n")
    spec = importlib.util.spec_from_file_location("drawing", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, found = simulate(module.drawing.bind(), np.zeros((DRAWS, 1)), 1, prior=False)
    return [found[f"d{k}"] for k in range(len(CALLS))]


def near(found, wanted, sd, what):
    assert np.all(np.abs(found - wanted) <= SIGMAS * sd / math.sqrt(DRAWS) + 1e-12), (what, found, wanted)


@pytest.mark.parametrize("law", NUMBERS)
def test_draws_of_numbers_have_their_frequencies(law, draws):
    x, arguments = draws[list(NUMBERS).index(law)], NUMBERS[law]
    kinds = [base(a) if isinstance(a, (int, float)) else "vector" for a in arguments]
    arguments = [np.array(a) if isinstance(a, list) else a for a in arguments]
    value = base(ORDINARY[law][0][0])
    what = "cdf" if "cdf" in whats(law) else whats(law)[0]
    if what == "lpdf" or law == "beta_proportion":
        what = "lcdf"
    probability = line(f"{law}_{what}", value, *kinds)
    for at in sorted({p[0] for p in ORDINARY[law] if isinstance(p[0], (int, float)) and base(p[0]) == value}):
        p = float(probability(at, *arguments))
        p = p if what == "cdf" else math.exp(p)
        near(np.mean(x == at if what == "lpmf" else x <= at), p, math.sqrt(p * (1.0 - p)), (law, at))


@pytest.mark.parametrize("function", [*MEANS, *SQUARES])
def test_draws_of_vectors_and_matrices_have_their_means(function, draws):
    x = draws[len(NUMBERS) + [*MEANS, *SQUARES].index(function)].astype(float)
    if function in SQUARES:
        x = x @ np.swapaxes(x, -1, -2)
    near(np.mean(x, axis=0), (MEANS | SQUARES)[function][1], np.std(x, axis=0), function)


def test_every_function_that_draws_is_here():
    functions = {name for name in TABLE if name.endswith("_rng")} - {"hmm_latent_rng"}
    assert {name for name, _ in CALLS} | {"ordered_probit_rng"} >= functions - {f"{name}_rng" for name, law in LAWS.items() if not isinstance(law, Law)}
