"""Campaigns: the same numbers however their replicates are run; a store goes on; an interrupt keeps what is done; points that fail are left out and counted."""
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import DataError, SettingsError
from llbayes.ppl import Normal, Uniform

INPUTS = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))
SETTINGS = {"sobol": {"n": 64, "replicates": 4}, "propagate": {"n": 64, "replicates": 4, "thresholds": [12.0], "cvar": [0.9]}}
CALLS = [(uq.sobol, SETTINGS["sobol"]), (uq.propagate, SETTINGS["propagate"])]


def deflection(load, length):
    return load * length**3 / 3.0


def same(a, b):
    assert list(a.values) == list(b.values)
    for name in a.values:
        np.testing.assert_array_equal(a.array(name), b.array(name))


@pytest.fixture(scope="module")
def pools():
    with ProcessPoolExecutor(2) as processes, ThreadPoolExecutor(3) as threads:
        yield processes, threads


@pytest.mark.parametrize("call, settings", CALLS)
def test_where_replicates_are_run_changes_nothing(call, settings, pools):
    here = call(deflection, INPUTS, seed=3, **settings)
    for pool in pools:
        for model in (deflection, lambda x: x[0] * x[1] ** 3 / 3.0):
            there = call(model, INPUTS, seed=3, executor=pool, **settings)
            same(here, there)
            assert there.counts == here.counts


def test_a_model_that_raises_on_a_worker_is_said(pools):
    def fails(x):
        if x[0] > 15.0:                                    # not among the first points, which are run here
            raise ValueError("too heavy")
        return float(x[0])

    with pytest.raises(DataError, match="too heavy") as caught:
        uq.sobol(fails, INPUTS, n=1024, seed=1, executor=pools[0])
    assert any(note.startswith("in replicate ") for note in caught.value.__notes__)


@pytest.mark.parametrize("call, settings", CALLS)
def test_a_store_goes_on(call, settings, tmp_path):
    whole = call(deflection, INPUTS, seed=3, **settings)
    calls = []

    def interrupted(load, length):
        calls.append(load)
        if len(calls) == 200:
            raise KeyboardInterrupt
        return load * length**3 / 3.0

    def again(load, length):
        calls.append(load)
        return load * length**3 / 3.0

    interrupted.__qualname__ = again.__qualname__ = "deflection"
    interrupted.__wrapped__ = again.__wrapped__ = deflection                     # the source that is looked at
    with pytest.warns(uq.UqWarning, match="interrupted: the result is that of . of 4 replicates"):
        part = call(interrupted, INPUTS, seed=3, how="looped", store=tmp_path, **settings)
    done = len(list(tmp_path.glob("replicate_*.npz")))
    assert 2 <= done < 4 and any("interrupted" in note for note in part.notes) and part.n_evaluations < whole.n_evaluations
    (tmp_path / "replicate_00003.npz").write_bytes(b"torn")
    calls.clear()
    resumed = call(again, INPUTS, seed=3, how="looped", store=tmp_path, **settings)
    assert len(calls) < whole.n_evaluations and resumed.counts == whole.counts
    for name in whole.values:
        np.testing.assert_allclose(resumed.array(name), whole.array(name), rtol=1e-12)
    with pytest.raises(SettingsError, match="holds another campaign: .*inputs"):
        call(again, uq.Inputs(load=Normal(10, 3), length=Uniform(1, 2)), seed=3, how="looped", store=tmp_path, **settings)
    with pytest.raises(SettingsError, match="holds another campaign: seed"):
        call(again, INPUTS, seed=4, how="looped", store=tmp_path, **settings)


def test_without_a_seed_a_store_remembers_its_own(tmp_path):
    first = uq.sobol(deflection, INPUTS, n=64, store=tmp_path)
    same(first, uq.sobol(deflection, INPUTS, n=64, store=tmp_path))


def test_points_that_fail_are_left_out_whole_rows_at_a_time():
    def fragile(x):
        if x[0] > 13.0:
            raise ArithmeticError("unstable")
        return float(x[0] * x[1])

    with pytest.raises(DataError, match="raises at .* first at load = .*, length = .*unstable"):
        uq.propagate(fragile, INPUTS, n=64, seed=1)
    r = uq.propagate(fragile, INPUTS, n=64, replicates=4, seed=1, allowed_failures=60)
    assert r.n_failed == np.sum(uq.propagate(lambda x: x[0], INPUTS, n=64, replicates=4, seed=1).outputs > 13.0) and "left out" in r.table()
    assert len(r.outputs) == 256 - r.n_failed and np.isfinite(r.outputs).all() and float(r.inputs[:, 0].max()) <= 13.0
    s = uq.sobol(fragile, INPUTS, n=64, seed=1, allowed_failures=200)
    assert np.isfinite(s.array("ST")).all() and s.n_failed > 0


def test_failures_of_all_replicates_count_together(pools, tmp_path):
    def fragile(x):
        return x[1] if x[0] < 13.0 else np.inf

    here = uq.propagate(fragile, INPUTS, n=64, replicates=4, seed=1, allowed_failures=60)
    most = here.n_failed - 1
    for settings in ({}, {"executor": pools[1]}, {"store": tmp_path}):
        with pytest.raises(DataError, match=f"{most} may fail"):
            uq.propagate(fragile, INPUTS, n=64, replicates=4, seed=1, allowed_failures=most, **settings)


def test_compiled_points_that_fail_are_left_out_too():
    def fragile(x):
        return np.sqrt(13.0 - x[0]) * x[1]

    with np.errstate(all="ignore"):
        r = uq.propagate(fragile, INPUTS, n=64, replicates=4, seed=1, allowed_failures=60)
    assert r.evaluated == "compiled" and r.n_failed > 0 and len(r.outputs) == 256 - r.n_failed


def test_how_often_what_was_called_is_counted():
    calls = []

    def counted(x):
        calls.append(1)
        return float(str(x[0])) * x[1]

    r = uq.sobol(counted, INPUTS, n=64, seed=1)
    assert r.n_evaluations == 64 * 4 <= len(calls) <= 64 * 4 + 5 and r.evaluated == "looped"
    assert "not in the compiled language" in r.table()


def test_progress_is_shown_when_wanted(capsys):
    uq.sobol(deflection, INPUTS, n=64, seed=1, progress=True)
    assert "replicates of sobol: 16 of 16 done" in capsys.readouterr().err
    uq.sobol(deflection, INPUTS, n=64, seed=1)
    assert capsys.readouterr().err == ""


def test_ten_million_runs_need_little_memory():
    """What a campaign keeps does not grow with its points: sums of replicates, and blocks that fit into the cache."""
    import tracemalloc

    uq.sobol(deflection, INPUTS, n=64, seed=1)
    tracemalloc.start()
    uq.sobol(deflection, INPUTS, n=2**18, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6
