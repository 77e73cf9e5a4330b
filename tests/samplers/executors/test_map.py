"""Many fits and many calls: the order and the labels of what was given, the same results whoever made them, and failures in their places."""
from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from executor_tasks import deadly, not_three, noted, odd, processes, schools, square, waited_for

from llbayes import ppl, samplers, uq
from llbayes.ir.errors import DataError, SamplingError, SettingsError
from llbayes.ppl import Normal
from llbayes.samplers import Failure, MapWarning

FIT = {"draws": 50, "tune": 50, "chains": 1, "seed": 3, "progress": False}
QUIET = {"progress": False}
DATASETS = [{"sigma": np.full(3, s), "y": np.array([28.0, 8.0, -3.0])} for s in (10.0, 11.0, 12.0)]


def mean(tree):
    return float(tree["posterior"]["mu"].mean())


@pytest.fixture(scope="module")
def two():
    with processes(2) as pool:
        yield pool


# -- fits
@pytest.mark.filterwarnings("ignore::llbayes.samplers.MapWarning", "ignore::llbayes.samplers.SamplingWarning")
def test_fits_are_the_same_whoever_makes_them(two):
    here = samplers.map(schools, DATASETS, reduce=mean, **FIT)
    with ThreadPoolExecutor(2) as threads:
        assert here == samplers.map(schools, DATASETS, reduce=mean, executor=threads, **FIT) == samplers.map(schools, DATASETS, reduce=mean, executor=two, **FIT)
    trees = samplers.map(schools, dict(zip("abc", DATASETS)), executor=two, **FIT)
    assert list(trees) == ["a", "b", "c"] and [mean(tree) for tree in trees.values()] == here
    assert len(set(here)) == 3 and len({tree["posterior"].attrs["seed"] for tree in trees.values()}) == 3
    alone = samplers.nuts(schools.bind(**DATASETS[1]), **FIT | {"seed": int(trees["b"]["posterior"].attrs["seed"])})
    assert mean(alone) == here[1]


@pytest.mark.filterwarnings("ignore::llbayes.samplers.MapWarning", "ignore::llbayes.samplers.SamplingWarning")
def test_a_function_makes_posteriors_and_a_summary_has_the_data_set(two):
    @ppl.model
    def inner(y, sd):
        ppl.sample("y", Normal(ppl.sample("mu", Normal(0, 1)), sd), obs=y)

    def fold(k):
        return inner.bind(y=np.arange(4.0)[np.arange(4) != k], sd=2.0)

    def above(tree, k):
        return k, int((tree["posterior"]["mu"].values > k).sum())

    settings = FIT | {"sampler": samplers.hmc, "draws": 600}
    found = [samplers.map(fold, range(4), reduce=above, executor=executor, **settings) for executor in (None, two)]
    assert found[0] == found[1] and [k for k, _ in found[0]] == [0, 1, 2, 3]


@pytest.mark.filterwarnings("ignore:of the draws:llbayes.samplers.MapWarning", "ignore::llbayes.samplers.SamplingWarning")
def test_a_data_set_that_does_not_fit_has_its_error_in_its_place(two):
    for executor in (None, two):
        with pytest.warns(MapWarning, match=r"1 of 3 fits failed.*\ndataset 1: DataError"):
            found = samplers.map(schools, [DATASETS[0], {"sigma": [1.0], "z": 3}, DATASETS[2]], executor=executor, reduce=mean, **FIT)
        assert isinstance(found[1], Failure) and isinstance(found[1].error, DataError) and found[1].name == "dataset 1"
        assert isinstance(found[0], float) and isinstance(found[2], float)
    with pytest.raises(DataError, match="`z` is not an argument") as caught:
        samplers.map(schools, [{"z": 3}], executor=two, **FIT)
    assert len(caught.value.results) == 1


def test_warnings_of_fits_come_back_with_their_data_sets(two):
    with pytest.warns(MapWarning, match=r"something to say:\ndataset 'a': "):
        samplers.map(schools, {"a": DATASETS[0]}, executor=two, **FIT)


@pytest.mark.parametrize(("arguments", "text"), [
    ({"datasets": DATASETS[0]}, "`datasets` must be dicts of data by name"), ({"datasets": 3}, "`datasets` must be a sequence"),
    ({"model": 3}, "`model` must be a model"), ({"sampler": "nuts"}, "`sampler` must be a sampler"), ({"reduce": "mean"}, "`reduce` must be"),
    ({"draw": 3}, "have no argument `draw`"), ({"executor": 4}, "`executor` must be an executor")])  # fmt: skip
def test_wrong_calls_are_refused(arguments, text):
    with pytest.raises(SettingsError, match=text):
        samplers.map(**{"model": schools, "datasets": DATASETS, **arguments})


# -- calls
def test_results_keep_order_and_labels(two):
    for executor in (None, two):
        assert uq.map(square, range(7), executor=executor, **QUIET) == [0, 1, 4, 9, 16, 25, 36]
        assert uq.map(square, {"b": 2, "a": 3}, executor=executor, **QUIET) == {"b": 4, "a": 9}
        assert uq.map(square, [], executor=executor, **QUIET) == []


def test_one_that_raises_has_its_error_in_its_place(two):
    for executor in (None, two):
        with pytest.warns(MapWarning, match=r"1 of 5 items failed: .*\nitem 3: ArithmeticError: three of all numbers"):
            found = uq.map(not_three, range(5), executor=executor, **QUIET)
        assert found[:3] == [0, 1, 2] and found[4] == 4 and isinstance(found[3].error, ArithmeticError) and "raise ArithmeticError" in found[3].trace


def test_errors_that_do_not_pickle_end_no_worker(two):
    with pytest.raises(SamplingError, match="Odd: odd 0"):
        uq.map(odd, range(2), executor=two, **QUIET)
    assert uq.map(square, [2], executor=two, **QUIET) == [4]


def test_what_does_not_come_back_fails_alone(two):
    with pytest.warns(MapWarning, match="cannot go to another process"):
        found = uq.map(lambda k: threading.Lock() if k else k, [0, 1], executor=two, **QUIET)
    assert found[0] == 0 and isinstance(found[1].error, SettingsError)


def test_what_a_dead_worker_had_is_done_again(tmp_path):
    for given in (partial(processes, 2), processes(2)):
        folder = tmp_path / str(id(given))
        folder.mkdir(parents=True)
        assert uq.map(noted, [(str(folder), k) for k in range(6)], executor=given, **QUIET) == list(range(6))
        assert len((folder / "2.calls").read_text().splitlines()) == 2


def test_a_task_that_ends_every_worker_fails_alone():
    with pytest.warns(MapWarning, match="item 2: SamplingError: its worker died, 3 times"):
        found = uq.map(deadly, range(4), executor=lambda: processes(2), **QUIET)
    assert [found[k] for k in (0, 1, 3)] == [0, 1, 3]


class Broken(Executor):
    """One that nobody can make anew."""

    def submit(self, fn, /, *args):
        from concurrent.futures import BrokenExecutor

        future = Future()
        future.set_exception(BrokenExecutor())
        return future


def test_an_executor_that_cannot_be_made_anew_says_so():
    with pytest.raises(SamplingError, match="a worker died, and with it its executor") as caught:
        uq.map(square, range(3), executor=Broken(), **QUIET)
    assert "lambda" in caught.value.hint and len(caught.value.results) == 3


def test_an_interrupt_gives_what_has_ended(tmp_path):
    def interrupt():
        while not (tmp_path / "2.began").exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.3)                                    # what has begun by then is waited for in vain, for some seconds
        for k in (1, 2):
            (tmp_path / f"{k}.end").touch()

    (tmp_path / "0.end").touch()
    threading.Thread(target=interrupt).start()
    with pytest.warns(MapWarning, match="interrupted: 3 of 6 items are done"), ThreadPoolExecutor(2) as pool:
        found = uq.map(waited_for, [(str(tmp_path), k) for k in range(6)], executor=pool, **QUIET)
        for k in (3, 4, 5):
            (tmp_path / f"{k}.end").touch()
    assert found[:3] == [0, 1, 2] and "interrupted" in str(found[5].error)


def test_an_interrupt_here_ends_the_call_that_runs():
    def ends(k):
        if k == 2:
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait(60)
        return k

    with pytest.warns(MapWarning, match="interrupted: 2 of 4 items are done"):
        found = uq.map(ends, range(4), **QUIET)
    assert found[:2] == [0, 1] and all(isinstance(found[k], Failure) for k in (2, 3))
