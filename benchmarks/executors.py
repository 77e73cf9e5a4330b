"""What an executor costs: seconds until its workers are there and know llbayes, then milliseconds a job of nothing, of a megabyte that goes and comes,
of a small fit, and of a chain of eight schools, with their bytes.

    executors.py [WORD …]              here, threads, processes, loky, dask: words pick some
    mpiexec -n 3 python -m mpi4py.futures benchmarks/executors.py mpi

Two workers each, what is not installed is left out. A fit is `samplers.map` over data sets of one model (bind, 200 + 200 draws, a number back); a chain is
`samplers.nuts` of 1,000 + 1,000 draws, four chains.
"""
from __future__ import annotations

import multiprocessing
import pickle
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import numpy as np
from tables import report, words

from llbayes import models, ppl, samplers, uq
from llbayes.ppl import Normal
from llbayes.samplers.executors.carried import packed

WORKERS, JOBS, LARGE, FITS = 2, 400, 40, 40
QUIET: dict[str, Any] = {"progress": False}


@ppl.model
def normal_mean(y):
    mu = ppl.sample("mu", Normal(0, 1))
    ppl.sample("y", Normal(mu, 1), obs=y)


def nothing(item: Any) -> None:
    """A job that is all overhead."""


def echo(item: Any) -> Any:
    """A job that is all traffic."""
    return item


def mean_of(tree: Any) -> float:
    """What comes back of a fit."""
    return float(tree["posterior"]["mu"].mean())


def executors(stack: ExitStack) -> Iterator[tuple[str, Callable[[], Any]]]:
    """By name how to make one; they are ended with the stack."""
    def dask() -> Any:
        from dask.distributed import Client, LocalCluster
        cluster = stack.enter_context(LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None))
        return stack.enter_context(Client(cluster))

    def loky() -> Any:
        from loky import get_reusable_executor
        return get_reusable_executor(WORKERS)

    def mpi() -> Any:
        from mpi4py.futures import MPIPoolExecutor
        return stack.enter_context(MPIPoolExecutor())

    yield "here", lambda: None
    yield "threads", lambda: stack.enter_context(ThreadPoolExecutor(WORKERS))
    yield "processes", lambda: stack.enter_context(ProcessPoolExecutor(WORKERS, multiprocessing.get_context("forkserver")))
    yield "loky", loky
    yield "dask", dask
    yield "mpi", mpi


def seconds(call: Callable[[], Any]) -> float:
    """Of one call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def measure(name: str, executor: Any, start: float) -> dict[str, Any]:
    """The row of an executor."""
    rng = np.random.default_rng(1)
    datasets = [{"y": rng.normal(size=20)} for _ in range(FITS)]
    schools = models.posterior("eight_schools-eight_schools_noncentered")
    megabyte = rng.normal(size=1 << 17)

    def fits() -> Any:
        return samplers.map(normal_mean, datasets, reduce=mean_of, executor=executor, draws=200, tune=200, chains=1, seed=1, **QUIET)

    def chains() -> Any:
        return samplers.nuts(schools, executor=executor, seed=1, trees=False, **QUIET)

    start += seconds(lambda: uq.map(nothing, range(2 * WORKERS), executor=executor, **QUIET)) + seconds(fits)
    chains()
    return {"executor": name, "start s": start,
            "job ms": 1e3 / JOBS * seconds(lambda: uq.map(nothing, range(JOBS), executor=executor, **QUIET)),
            "MB ms": 1e3 / LARGE * seconds(lambda: uq.map(echo, [megabyte] * LARGE, executor=executor, **QUIET)),
            "fit ms": 1e3 / FITS * seconds(fits), "chain ms": 1e3 / 4 * seconds(chains)}


def main() -> None:
    """Prints the table."""
    warnings.simplefilter("ignore")
    taken, rows = words(), list[dict[str, Any]]()
    for name, make in executors(stack := ExitStack()):
        if name not in taken and (taken or name == "mpi"):
            continue
        begun = time.perf_counter()
        try:
            executor = make()
        except ImportError:
            continue
        with stack:
            rows.append(measure(name, executor, time.perf_counter() - begun))
    report("executors", rows)
    posterior = models.posterior("eight_schools-eight_schools_noncentered")
    print(f"bytes: model {len(packed(normal_mean).data):,}, posterior {len(packed(posterior).data):,}, its pickle {len(pickle.dumps(posterior)):,}")


if __name__ == "__main__":
    main()
