"""What the tests of executors send to workers: a module that a worker can import."""
from __future__ import annotations

import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from llbayes import ppl
from llbayes.ppl import Normal, positive

RUN = {"draws": 60, "tune": 60, "chains": 3, "seed": 4, "progress": False, "trees": False}


@ppl.model
def schools(sigma, y):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", Normal(0, 5), constraint=positive)
    theta = ppl.sample("theta", Normal(mu, tau), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


def posterior():
    return schools.bind(sigma=[10.0, 15.0, 9.0], y=[28, 8, -3], coords={"school": ["a", "b", "c"]})


def same(a, b):
    """Are all numbers of two runs the same?"""
    assert {group: list(values) for group, values in a.groups.items()} == {group: list(values) for group, values in b.groups.items()}
    equal = all((v.values == b.groups[group][name].values).all() for group, values in a.groups.items() for name, v in values.items())
    learnt = all(x.step_size == y.step_size and (x.inverse_metric == y.inverse_metric).all() for x, y in zip(a.adapted, b.adapted, strict=True))
    return equal and learnt and a.attributes["gradient_evaluations"] == b.attributes["gradient_evaluations"]


def processes(n):
    """A pool of n processes that begin with llbayes imported: each is a fork of one that has no threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["llbayes.ppl", "llbayes.samplers.executors.chains", "llbayes.samplers.executors.map"])
    return ProcessPoolExecutor(n, context)


# -- functions of workers
def square(x):
    return x * x


def not_three(x):
    if x == 3:
        raise ArithmeticError("three of all numbers")
    return x


class Odd(Exception):
    """One that no pickle brings back."""

    def __init__(self, number, word):
        super().__init__(f"{word} {number}")
        self.lock = threading.Lock()


def odd(x):
    raise Odd(x, "odd")


def noted(item):
    """Leaves a line for each call in a file; the first call of item 2 ends its worker."""
    folder, k = Path(item[0]), item[1]
    with open(folder / f"{k}.calls", "a") as file:
        file.write(f"{os.getpid()}\n")
    if k == 2 and len((folder / "2.calls").read_text().splitlines()) == 1:
        os.kill(os.getpid(), 9)
    return k


def deadly(k):
    if k == 2:
        os.kill(os.getpid(), 9)
    return k


def waited_for(item):
    """Says that it runs, and waits until it is told to end."""
    folder, k = Path(item[0]), item[1]
    (folder / f"{k}.began").touch()
    while not (folder / f"{k}.end").exists():
        time.sleep(0.01)
    return k
