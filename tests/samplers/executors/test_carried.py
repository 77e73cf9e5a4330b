"""What travels: models and functions that no name leads to, with the source that the front end reads."""
from __future__ import annotations

import builtins
import linecache
import pickle
import subprocess
import sys

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Normal
from llbayes.samplers.executors.carried import Carried, packed, unpacked

CELL = """
from llbayes import ppl
from llbayes.ppl import Normal

def twice(x):
    return 2.0 * x

@ppl.model
def of_a_cell(y):
    mu = ppl.sample("mu", Normal(0, 1))
    ppl.sample("y", Normal(twice(mu), 1), obs=y, dims="row")
"""
LOAD = """
import pickle, sys
posterior = pickle.loads(sys.stdin.buffer.read()).value
print(repr(posterior.log_density([0.5])), posterior.model.function.__code__.co_filename)
"""


def test_a_model_of_a_notebook_travels_with_its_source():
    file = "/tmp/ipykernel_1/of_a_cell.py"
    linecache.cache[file] = (len(CELL), None, CELL.splitlines(keepends=True), file)
    cell = {"__name__": "__main__"}
    exec(compile(CELL, file, "exec"), cell)
    bound = cell["of_a_cell"].bind(y=[1.0, 2.0])
    done = subprocess.run([sys.executable, "-c", LOAD], input=pickle.dumps(Carried(bound)), capture_output=True, check=True)
    value, where = done.stdout.decode().split()
    assert float(value) == bound.log_density(np.array([0.5])) and where == file


def test_an_object_is_opened_once_for_many_tasks():
    shared = Carried({"a": np.arange(3)})
    again = [pickle.loads(pickle.dumps(shared)) for _ in range(2)]
    assert again[0].value is again[1].value and again[0].value is not shared.value
    assert pickle.loads(pickle.dumps(again[0])).value is again[0].value


def test_without_cloudpickle_what_has_no_name_is_refused_with_the_way_out(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "cloudpickle":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    @ppl.model
    def local(y):
        ppl.sample("y", Normal(ppl.sample("mu", Normal(0, 1)), 1), obs=y)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match="`local` cannot be pickled") as caught:
        packed(local)
    assert "pip install cloudpickle" in caught.value.hint
    assert unpacked(packed(np.arange(3))).tolist() == [0, 1, 2]
