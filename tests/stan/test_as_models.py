"""Stan programs where any model may be: pickled, bound again with other data, among data that are not finite, with carets at their own lines."""
from __future__ import annotations

import json
import pickle
import subprocess
import sys

import numpy as np
import pytest

from llbayes import ppl, samplers, stan
from llbayes.ir.errors import DataError

TEXT = """data { int<lower=0> n; vector[n] y; real lambda; }
parameters { real mu; real<lower=0> s; }
model {
  mu ~ normal(0, 1);
  s ~ normal(0, 1);
  y ~ normal(mu, s);
  target += 0 * sqrt(mu - 3);
}
"""
DATA = {"n": 3, "y": [1.0, 2.0, 3.0], "lambda": np.inf}
Z = np.array([4.0, 0.0])


def test_a_text_goes_to_another_process(tmp_path):
    model = stan.model(text=TEXT, name="away")
    posterior = model.bind(**DATA)
    assert pickle.loads(pickle.dumps(posterior)).model is model
    (tmp_path / "posterior").write_bytes(pickle.dumps(posterior))
    code = "import pickle, sys; p = pickle.load(open(sys.argv[1], 'rb')); print(repr(p.log_density([4.0, 0.0])), p.rebind(y=[1.0, 2.0, 4.0]).dim)"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "posterior")], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [repr(posterior.log_density(Z)), "2"]


def test_texts_of_one_name_have_their_own_lines():
    one, other = stan.model(text=TEXT, name="lines"), stan.model(text=TEXT.replace("real mu;", "real mu;\n"), name="lines")
    assert stan.model(text=TEXT, name="lines") is one
    assert (one.position.file, other.position.file) == ("lines.stan", "lines 2.stan")
    for model, line in ((one, 7), (other, 8)):
        said = str(ppl.check(model.bind(**DATA)))
        assert f"`sqrt(mu - 3)` was nan: the root of a negative number ({model.position.file}:{line}); keep `mu - 3` positive" in said


def test_where_the_density_is_nan_the_point_is_rejected():
    posterior = stan.model(text=TEXT).bind(**DATA)
    assert posterior.log_density(np.zeros(2)) == -np.inf and np.isfinite(posterior.log_density(Z))
    value, gradient = posterior.value_and_grad(np.zeros(2))
    assert value == -np.inf and not gradient.any()


def test_a_file_of_data_has_the_names_of_the_program(tmp_path):
    path = tmp_path / "data.json"
    path.write_text(json.dumps({**DATA, "lambda": 1.5, "more": 1}))
    assert stan.model(text=TEXT).from_json(path).binding.data["lambda_"] == 1.5
    path.write_text(json.dumps({"n": 3, "y": [1, 2, 3]}))
    with pytest.raises(DataError, match="lambda"):
        stan.model(text=TEXT).from_json(path)


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_predictions_go_by_label():
    text = """
    data { int<lower=0> N; array[N] int<lower=0> n; array[N] int<lower=0> r; }
    parameters { real mu; real<lower=0> sigma; vector[N] z; }
    transformed parameters { vector[N] theta = mu + sigma * z; }
    model { mu ~ normal(-2, 1); sigma ~ normal(0, 1); z ~ std_normal(); r ~ binomial_logit(n, theta); }
    generated quantities { vector[N] rate = inv_logit(theta); array[N] int again = binomial_rng(n, rate); }
    """
    posterior = stan.model(text=text).bind(N=3, n=[50, 60, 20], r=[3, 9, 1], coords={"N": ["a", "b", "c"]})
    tree = samplers.nuts(posterior, draws=50, tune=200, chains=1, seed=1, progress=False)
    assert tree.posterior["rate"].dims == ("chain", "draw", "N")
    with pytest.warns(UserWarning, match="`z` of new"):
        new = ppl.predict(posterior, tree, data={"N": 2, "n": [1000, 10], "r": None}, coords={"N": ["b", "new"]}, seed=1).predictions
    known = tree.posterior["rate"].sel(N="b", drop=True)
    assert np.allclose(new["rate"].sel(N="b", drop=True), known, rtol=1e-12)
    for drawn in ("r", "again"):
        assert np.abs(new[drawn].sel(N="b") / 1000 - known).max() < 0.08 and new[drawn].sel(N="new").max() <= 10
    with pytest.raises(DataError, match="`r` is null"):
        stan.model(text=text).bind(N=3, n=[50, 60, 20], r=None)


def test_variables_of_the_names_of_dims_have_another():
    model = stan.model(text="parameters { real chain; } model { chain ~ normal(0, 1); } generated quantities { array[2] real draw = {chain, normal_rng(0, 1)}; }")
    assert list(model.bind().sites) == ["chain_", "draw_"]
