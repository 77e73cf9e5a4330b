"""Processes that are forked or spawned while another thread compiles or learns a metric: they compile, evaluate and sample themselves, and never wait
for a lock that no thread of theirs holds."""
import ast
import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import llbayes
from llbayes import ad, ppl, samplers
from llbayes.ir.machine import cache, linker, one_thread, pipelines
from llbayes.ppl import HalfNormal, Normal

ROOT = Path(llbayes.__file__).parent
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning", "ignore::llbayes.samplers.SamplingWarning")


@ppl.model
def simple(y):
    mu = ppl.sample("mu", Normal(0.0, 1.0))
    ppl.sample("y", Normal(mu, ppl.sample("s", HalfNormal(1.0))), obs=y)


SOURCES = [p for room in cache.SOURCES for p in sorted((ROOT / room).rglob("*.py"))]
LOCKS = ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier")


def test_every_lock_is_one_that_a_fork_holds():
    """What compiles and samples makes no lock of its own, which a child might inherit locked."""
    calls = [(path, node) for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    made = [f"{path.relative_to(ROOT)}:{node.lineno}" for path, node in calls if getattr(node.func, "attr", getattr(node.func, "id", "")) in LOCKS]
    assert all(place.startswith("ir/machine/locks.py") for place in made) and made


def ends_well(work):
    """Forks a child that does the work; its exit status, -9 when it does not end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    end = time.monotonic() + 60
    while (done := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -9
        time.sleep(0.01)
    return os.waitstatus_to_exitcode(done[1])


def held_inside(monkeypatch, module, name):
    """Events: a thread is inside of a function of the module; the fork has been made. A fork that waits for the thread is not waited for."""
    inside, forked, true = threading.Event(), threading.Event(), getattr(module, name)

    def slow(*args, **kwargs):
        if threading.current_thread() is not threading.main_thread():
            inside.set()
            forked.wait(0.5)
        return true(*args, **kwargs)
    monkeypatch.setattr(module, name, slow)
    return inside, forked


def new_gradient(k):
    return ad.grad(lambda x: np.sum(np.exp(x) * (x[0] + k)))(np.ones(3))


WORK = {"a new gradient": lambda p: new_gradient(os.getpid()), "the same posterior": lambda p: p.value_and_grad(np.zeros(2)),
        "a chain": lambda p: samplers.nuts(p, draws=5, tune=5, chains=2, progress=False)}
AT = {"passes": (pipelines, "run_passes"), "linking": (linker, "elf_symbols")}


@pytest.mark.parametrize(("at", "work"), [("passes", "a chain"), ("passes", "the same posterior"), ("linking", "a new gradient")])
def test_a_child_forked_while_a_thread_compiles(monkeypatch, work, at):
    inside, forked = held_inside(monkeypatch, *AT[at])
    posterior = simple.bind(y=np.zeros(int.from_bytes(os.urandom(2), "little") + 3))           # hardly one that the cache on disk knows
    thread = threading.Thread(target=posterior.log_density if at == "passes" else lambda z: linker.link(pipelines.native(SMALL)), args=(np.zeros(2),))
    thread.start()
    assert inside.wait(60)
    status = ends_well(lambda: WORK[work](posterior))
    forked.set()
    thread.join()
    assert status == 0


SMALL = "define double @twice(double %x) {\n  %y = fadd double %x, %x\n  ret double %y\n}\n"


def test_a_child_forked_while_a_metric_is_learnt(monkeypatch):
    inside, forked = held_inside(monkeypatch, one_thread, "numpy_threads")

    def learn():
        with one_thread.one_thread():
            one_thread.numpy_threads()
            forked.wait(0.5)
    thread = threading.Thread(target=learn)
    thread.start()
    assert inside.wait(60)
    status = ends_well(lambda: one_thread.one_thread().__enter__())
    forked.set()
    thread.join()
    assert status == 0


def spawned(_):
    return float(new_gradient(1)[1])


def test_processes_spawned_while_a_thread_compiles(tmp_path):
    stop = threading.Event()

    def loop():
        k = 0
        while not stop.is_set():
            k += 1
            new_gradient(k)
    thread = threading.Thread(target=loop)
    thread.start()
    try:
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            assert pool.map_async(spawned, range(2)).get(120) == pytest.approx([np.e * 2] * 2, rel=0.5)
    finally:
        stop.set()
        thread.join()
