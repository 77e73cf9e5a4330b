"""Runs that end early keep what was drawn: densities that fail in one chain, chains without a start, Ctrl-C."""
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager

import numpy as np
import pytest

from llbayes import results, samplers
from llbayes.ir.errors import SamplingError
from llbayes.samplers import SamplingWarning, call
from llbayes.samplers.outcome import rectangle

TABLE = np.zeros(120)
FAST = {"tune": 200, "progress": False, "seed": 3}
pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")


def indexed(x):
    """Normals about -50 and 50 that read a table: out of range below -60, which a random walk at -50 sees once in some ten thousand draws."""
    away = np.abs(x[0]) - 50.0
    return -0.5 * away * away + TABLE[int(-2.0 * x[0]) if x[0] < 0.0 else 0]


class Python:
    """A Gaussian without machine code; its call number `last` of chain 0 … raises."""

    dim = 2

    def __init__(self, last, error=RuntimeError):
        self.calls, self.last, self.error = 0, last, error

    def log_density(self, z):
        return self.value_and_grad(z)[0]

    def value_and_grad(self, z):
        self.calls += 1
        if self.calls == self.last:
            raise self.error(f"call {self.last}")
        return -0.5 * float(z @ z), -z


@pytest.mark.parametrize(("lengths", "found"), [([5, 5], ([0, 1], 5)), ([5, 4, 5], ([0, 1, 2], 4)), ([5, 5, 2], ([0, 1], 5)), ([0, 3], ([1], 3)),
                                               ([0, 0], ([], 0)), ([6, 3], ([0, 1], 3))])
def test_the_largest_rectangle(lengths, found):
    assert rectangle(lengths) == found


def test_an_index_out_of_range_ends_its_chain_only_and_names_the_line():
    with pytest.raises(IndexError, match="out of range for size 120") as caught:
        samplers.metropolis(indexed, dim=1, draws=50_000, chains=3, init=np.array([[-50.0], [50.0], [50.0]]), **FAST | {"tune": 0})
    assert "TABLE[int(-2.0 * x[0]) if x[0] < 0.0 else 0]" in str(caught.value) and __file__ in str(caught.value)
    tree = caught.value.tree
    assert tree["posterior"].attrs["partial"] == 1 and "out of range" in tree["posterior"].attrs["failed_chains"]
    n = chain_lengths(tree, 3)
    assert 0 < n[0] < n[1] == n[2] == 50_000 and f"by chain: {n[0]}, 50000, 50000" in caught.value.__notes__[0]
    every = np.concatenate([tree[g]["x"].values.ravel() for g in ("posterior", "posterior_rest")])
    assert every.size == sum(n) and every.min() > -60


def chain_lengths(tree, chains=4):
    """Draws of each chain, wherever they are."""
    n = np.zeros(chains, int)
    n[np.asarray(tree["posterior"]["chain"])] = tree["posterior"].sizes["draw"]
    if "posterior_rest" in results.group_names(tree):
        n += np.bincount(np.asarray(tree["posterior_rest"]["chain"]), minlength=chains)
    return n.tolist()


def test_the_draws_of_a_failed_chain_are_those_of_a_chain_that_does_not_fail():
    whole = samplers.nuts(Python(0), chains=2, cores=1, draws=300, **FAST)["posterior"]["x"].values
    with pytest.raises(SamplingError, match="the density raised RuntimeError: call 1500") as caught:
        samplers.nuts(Python(1500), chains=2, cores=1, draws=300, **FAST)
    assert isinstance(caught.value.__cause__, RuntimeError)
    tree = caught.value.tree
    n = chain_lengths(tree, 2)
    assert 100 < n[0] < 300 and n[1] == 300
    parts = {k: tree["posterior"]["x"].sel(chain=k).values for k in np.asarray(tree["posterior"]["chain"])}
    rest = tree["posterior_rest"]
    for k in range(2):
        outside = rest["x"].values[rest["chain"].values == k]
        np.testing.assert_array_equal(np.concatenate([parts.get(k, outside[:0]), outside]), whole[k, :n[k]])
        assert (np.diff(rest["draw"].values[rest["chain"].values == k]) == 1).all()


def test_a_failure_before_any_draw_has_no_tree():
    with pytest.raises(SamplingError, match="call 1") as caught:
        samplers.nuts(Python(1), chains=1, **FAST)
    assert caught.value.tree is None


def test_no_memory_for_the_tape():
    from llbayes.ad.logdensity import as_target
    from llbayes.samplers.chain import FAILED
    from llbayes.samplers.density import NO_MEMORY, ChainDensity

    density = ChainDensity(as_target(indexed, 1))
    density.word[FAILED] = NO_MEMORY
    assert isinstance(density.failure(), MemoryError)


def test_a_chain_without_a_start_is_left_out():
    starts = np.array([[0.5], [-1.0], [0.7]])
    with pytest.warns(SamplingWarning, match="chain 1 is left out: no starting point"):
        tree = samplers.nuts(lambda x: np.log(x[0]) - x[0] if x[0] > 0 else -np.inf, dim=1, draws=200, chains=3, init=starts, **FAST)
    assert tree["posterior"]["chain"].values.tolist() == [0, 2] and tree["posterior"].attrs["partial"] == 1


def test_a_failed_tree_can_be_written(tmp_path):
    with pytest.raises(SamplingError) as caught:
        samplers.nuts(Python(1500), chains=2, cores=1, draws=300, **FAST)
    assert results.to_netcdf(caught.value.tree, tmp_path / "part.nc").stat().st_size > 1000


INTERRUPTED = """
    import os, signal, time, warnings
    from contextlib import contextmanager
    from llbayes import samplers
    from llbayes.samplers import call

    signal.signal(signal.SIGINT, signal.default_int_handler)        # a shell's background jobs begin without it
    whole, seen_signals = call.held, []

    @contextmanager
    def watched(runs):
        with whole(runs) as seen:
            seen_signals.append(seen)
            yield seen

    call.held = watched

    class Target:
        dim, calls = 1, 0
        def log_density(self, z):
            return -0.5 * z[0] * z[0]
        def value_and_grad(self, z):
            self.calls += 1
            if self.calls == 3000:
                os.kill(os.getpid(), signal.SIGINT)
                while not seen_signals[0]:                          # handled by the main thread, whenever that comes to it
                    time.sleep(0.01)
            return self.log_density(z), -z

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        tree = samplers.nuts(Target(), tune=20, draws=100_000, chains=4, cores=1, seed=1, progress=False)
    p = tree["posterior"]
    handled = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    print(p.attrs["partial"], p.sizes["chain"], p.sizes["draw"], handled, any("interrupted" in str(w.message) for w in seen))
"""


def test_ctrl_c_returns_the_draws(tmp_path):
    script = tmp_path / "target.py"
    script.write_text(textwrap.dedent(INTERRUPTED))
    ended = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=1200)
    assert ended.returncode == 0, ended.stderr
    partial, chains, draws, handled, told = ended.stdout.split()
    assert (partial, chains, handled, told) == ("1", "1", "True", "True") and 500 < int(draws) < 3000


@pytest.fixture
def interruptible():
    """Python's own handler of Ctrl-C, which a shell's background jobs begin without."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_before_the_first_draw_is_an_interrupt(interruptible, monkeypatch):
    whole, seen_signals = call.held, []

    @contextmanager
    def watched(runs):
        with whole(runs) as seen:
            seen_signals.append(seen)
            yield seen

    class Target(Python):
        def value_and_grad(self, z):
            if self.calls == 10:
                os.kill(os.getpid(), signal.SIGINT)
                while not seen_signals[0]:       # the main thread handles the signal before this chain can end
                    time.sleep(0.01)
            return super().value_and_grad(z)

    monkeypatch.setattr(call, "held", watched)
    with pytest.raises(KeyboardInterrupt, match="no draws"):
        samplers.nuts(Target(0), chains=2, cores=1, **FAST)
