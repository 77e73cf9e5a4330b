"""What the bench programs share: the list of posteriors, cache directories of their own, the time of a process. Their tables are in `tables.py`."""
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

POSTERIORS = (
    "arK-arK", "arma-arma11", "earnings-earn_height", "earnings-logearn_interaction", "eight_schools-eight_schools_centered",
    "eight_schools-eight_schools_noncentered", "garch-garch11", "kidiq-kidscore_interaction", "kidiq-kidscore_momhs",
    "kidiq-kidscore_momhsiq", "kidiq-kidscore_momiq", "kilpisjarvi_mod-kilpisjarvi", "low_dim_gauss_mix-low_dim_gauss_mix",
    "mesquite-logmesquite_logvash", "mesquite-mesquite", "nes2000-nes", "radon_mn-radon_hierarchical_intercept_noncentered", "sblrc-blr",
    "wells_data-wells_dist", "diamonds-diamonds",
)
# stanli run like the command line: four chains of 1,000 draws and the summary; its program and data as arguments
STANLI_SUMMARY = """
import gzip, json, sys, stanli
data = sys.argv[2]
model = stanli.Model(stan_file=sys.argv[1], data=json.loads((gzip.open(data) if data.endswith(".gz") else open(data, "rb")).read()))
fit = model.sample(seed=1, chains=4, warmup=1000, samples=1000, refresh=0)
print(fit.summary(), fit.diagnose())
"""


@contextmanager
def empty_cache() -> Iterator[dict[str, str]]:
    """An environment whose caches of compiled code, ours and the peers', are empty."""
    with tempfile.TemporaryDirectory() as folder:
        yield os.environ | {"XDG_CACHE_HOME": folder, "PYTENSOR_FLAGS": f"base_compiledir={folder}/pytensor", "NUMBA_CACHE_DIR": f"{folder}/numba"}


def seconds(program: str, environment: dict[str, str]) -> float:
    """Wall time of a Python process that runs `program`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return time.perf_counter() - start
