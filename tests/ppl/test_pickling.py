"""Posteriors go to other processes by their model's name and their data; models that no name leads to are refused."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import types

import numpy as np
import pytest

from llbayes import models, ppl
from llbayes.ir.errors import ModelError
from llbayes.ppl import Normal, positive


@ppl.model
def schools(sigma, y):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", Normal(0, 5), constraint=positive)
    theta = ppl.sample("theta", Normal(mu, tau), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


def posterior():
    return schools.bind(sigma=[10.0, 15.0, 9.0], y=[28, 8, -3], coords={"school": ["a", "b", "c"]})


def test_a_posterior_comes_back_equal():
    before = posterior()
    after = pickle.loads(pickle.dumps(before))
    z = np.array([0.1, -0.2, 0.3, 0.4, 0.5])
    assert after.log_density(z) == before.log_density(z)
    assert after.unconstrained_names == before.unconstrained_names
    assert list(after.coords["school"]) == ["a", "b", "c"]
    assert after.model is schools
    assert copy.copy(before).dim == before.dim


def test_another_process_finds_the_same_density(tmp_path):
    bound = models.posterior("eight_schools-eight_schools_noncentered")
    z = np.linspace(-1, 1, bound.dim)
    (tmp_path / "posterior.pickle").write_bytes(pickle.dumps((bound, z)))
    code = (
        "import pickle, pathlib, sys\n"
        "p, z = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "value, gradient = p.value_and_grad(z)\n"
        "print(repr(float(value)), repr(float(gradient.sum())))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "posterior.pickle")], capture_output=True, text=True, check=True)
    value, gradient = bound.value_and_grad(z)
    assert [float(t) for t in done.stdout.split()] == [value, float(gradient.sum())]


def test_a_model_inside_a_function_is_refused_with_the_way_out():
    @ppl.model
    def local(y):
        ppl.sample("y", Normal(ppl.sample("mu", Normal(0, 1)), 1), obs=y)

    with pytest.raises(ModelError) as e:
        pickle.dumps(local.bind(y=1.5))
    assert "`local` cannot be pickled" in str(e.value)
    assert "test_pickling.py" in str(e.value)
    assert "top of a module" in str(e.value)


def test_a_model_of_a_notebook_is_refused(monkeypatch):
    notebook = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", notebook)
    model = ppl.model(types.FunctionType(schools.function.__code__, schools.function.__globals__, "schools"))
    model.function.__module__ = model.__module__ = "__main__"
    notebook.__dict__["schools"] = model
    with pytest.raises(ModelError, match="cannot be pickled"):
        pickle.dumps(model)
