"""Stan programs where any model may be: pickled, bound again with other data, among data that are not finite, with carets at their own lines."""
from __future__ import annotations

import json
import pickle
import subprocess
import sys

import numpy as np
import pytest

from llbayes import ppl, stan
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
