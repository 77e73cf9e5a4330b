"""Clusters: a `dask.distributed` one of several processes whose workers die, loky, and ranks of MPI. Draws are those of threads."""
from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from executor_tasks import RUN, noted, posterior, same, square

from llbayes import samplers, uq

pytestmark = pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
TESTS = Path(__file__).parents[2]
RANKS = """
import sys
from mpi4py.futures import MPIPoolExecutor
from executor_tasks import RUN, posterior, same, square
from llbayes import samplers, uq

if __name__ == "__main__":
    bound = posterior()
    with MPIPoolExecutor() as pool:
        there = samplers.nuts(bound, executor=pool, **RUN)
        squares = uq.map(square, range(4), executor=pool, progress=False)
    print("same" if same(there, samplers.nuts(bound, **RUN)) and squares == [0, 1, 4, 9] else "other")
"""


@pytest.fixture(scope="module")
def client():
    from dask.distributed import Client, LocalCluster

    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = f"{TESTS}{os.pathsep}{before}"
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL) as cluster, Client(cluster) as found:
        yield found
    os.environ["PYTHONPATH"] = before


@pytest.fixture(scope="module")
def here():
    bound = posterior()
    return bound, samplers.nuts(bound, **RUN)


def test_chains_whose_worker_is_killed_are_run_again(client, here):
    bound, _ = here
    settings = RUN | {"chains": 4, "draws": 20_000, "target_accept": 0.95}
    victim = next(iter(client.run(os.getpid).values()))
    killer = threading.Thread(target=kill_when_busy, args=(client, victim))
    killer.start()
    found = samplers.nuts(bound, executor=client, **settings)
    killer.join()
    assert victim not in client.run(os.getpid).values()
    assert same(found, samplers.nuts(bound, **settings))


def kill_when_busy(client, victim):
    """Ends a worker once it runs a task."""
    address = next(a for a, pid in client.run(os.getpid).items() if pid == victim)
    while not client.processing().get(address):
        time.sleep(0.005)
    os.kill(victim, 9)


def test_what_a_dead_worker_of_dask_had_is_done_again(client, tmp_path):
    assert uq.map(noted, [(str(tmp_path), k) for k in range(8)], executor=client, progress=False) == list(range(8))
    assert len((tmp_path / "2.calls").read_text().splitlines()) == 2


def test_loky(here):
    from loky import get_reusable_executor

    bound, drawn = here
    pool = get_reusable_executor(2)
    assert same(samplers.nuts(bound, executor=pool, **RUN), drawn)
    assert uq.map(square, range(4), executor=lambda: get_reusable_executor(2), progress=False) == [0, 1, 4, 9]
    pool.shutdown(kill_workers=True)


def test_two_ranks_of_mpi(tmp_path):
    script = tmp_path / "ranks.py"
    script.write_text(RANKS)
    command = ["mpiexec", *(["--allow-run-as-root"] if os.getuid() == 0 else []), "--oversubscribe", "-n", "2", sys.executable, "-W", "ignore", "-m", "mpi4py.futures", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(TESTS)}, timeout=300)
    assert done.stdout.strip() == "same", done.stderr
