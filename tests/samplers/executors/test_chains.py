"""Chains on the workers of an executor: the draws are those of threads, whoever makes them; what fails says where, and what was drawn is kept."""
from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from executor_tasks import RUN, posterior, processes, same

from llbayes import samplers
from llbayes.ir.errors import SettingsError

pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
TABLE = np.zeros(120)


@pytest.fixture(scope="module")
def bound():
    return posterior()


@pytest.fixture(scope="module")
def four():
    with processes(4) as pool:
        yield pool


@pytest.mark.parametrize("sampler", list(samplers.SAMPLERS))
def test_draws_are_those_of_threads(bound, four, sampler):
    call = samplers.SAMPLERS[sampler].call
    here = call(bound, **RUN)
    with ThreadPoolExecutor(2) as threads:
        assert same(call(bound, executor=threads, **RUN), here)
    assert same(call(bound, executor=four, **RUN), here)


def test_one_process_and_metrics_that_python_learns(bound):
    settings = RUN | {"metric": "low_rank", "tune": 150}
    assert same(samplers.nuts(bound, executor=lambda: processes(1), **settings), samplers.nuts(bound, **settings))


def test_functions_and_functions_in_functions_travel(four):
    scale = 2.0

    def density(x):
        return -0.5 * np.sum(x * x) * scale

    here, there = (samplers.nuts(density, dim=2, executor=executor, **RUN) for executor in (None, four))
    assert same(here, there)


class Flat:
    """A target of Python's without a slope, which ends at 0."""

    dim = 1

    def log_density(self, z):
        if z[0] > 0.0:
            raise ArithmeticError("too far out")
        return 0.0

    def value_and_grad(self, z):
        return self.log_density(z), np.zeros(1)


def indexed(x):
    return TABLE[int(2.0 * x[0]) if x[0] > -60.0 else -1]


@pytest.mark.parametrize(("target", "end", "kind", "text"), [(Flat(), 0.0, RuntimeError, "ArithmeticError: too far out"), (indexed, 60.0, IndexError, "out of range")])
def test_errors_name_the_chain_and_keep_what_others_drew(four, target, end, kind, text):
    init = np.array([[-1e9], [end - 0.1], [-1e9]])
    with pytest.raises(kind, match=text) as caught:
        samplers.metropolis(target, init=init, executor=four, **RUN | {"dim": None if isinstance(target, Flat) else 1})
    assert "in chain 1" in caught.value.__notes__
    assert caught.value.tree.groups["posterior"]["x"].values.shape == (2, 60, 1)


def test_what_cannot_travel_is_said_with_the_way_out(four):
    target = Flat()
    target.lock = threading.Lock()
    with pytest.raises(SettingsError, match="cannot go to another process") as caught:
        samplers.metropolis(target, executor=four, **RUN)
    assert "top of a module" in caught.value.hint


@pytest.mark.parametrize("wrong", [4, "processes", object()])
def test_what_is_no_executor_is_refused(bound, wrong):
    with pytest.raises(SettingsError, match="`executor` must be an executor"):
        samplers.nuts(bound, executor=wrong, **RUN)


def test_an_executor_that_was_shut_down_is_refused(bound):
    with ThreadPoolExecutor(1) as pool:
        pass
    with pytest.raises(SettingsError, match="takes no chains"):
        samplers.nuts(bound, executor=pool, **RUN)


class Interrupts(ThreadPoolExecutor):
    """Ctrl-C comes when the second chain has begun."""

    def submit(self, fn, /, *args):
        future = super().submit(fn, *args)
        if self._work_queue.qsize() == 0 and getattr(self, "first", None) is None:
            self.first = future
            future.result()
            os.kill(os.getpid(), signal.SIGINT)
        return future


def test_an_interrupt_keeps_chains_that_are_done(bound):
    with Interrupts(1) as pool:
        found = samplers.nuts(bound, executor=pool, **RUN)
    here = samplers.nuts(bound, **RUN)
    values = found.groups["posterior"]["theta"].values
    assert found.attributes["partial"] == 1
    np.testing.assert_array_equal(values, here.groups["posterior"]["theta"].values[:len(values)])
