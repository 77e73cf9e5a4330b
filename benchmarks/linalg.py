"""Products, systems and factorisations of n × n matrices, and the log density of a Gaussian process: calls of BLAS and LAPACK against loops.

Times of value and gradient in machine code, as in `gradient.py`; `error` is the largest difference of the two gradients, relative.
The thresholds `LEAST` and `SOONER` of `lang/arrays/dense.py` are where the gradients of most rows meet, of factorisations and of the others.
`python benchmarks/linalg.py 48 200` measures these sizes.
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy.linalg
from gradient import best_times, caller, repeater
from tables import report, words

from llbayes.ad.logdensity import NativeDensity
from llbayes.lang import Array, stage
from llbayes.lang.arrays import dense

SIZES = (16, 32, 48, 64, 128)
LOOPS = 1 << 40                                 # a threshold that no matrix reaches


def programs(n: int) -> dict[str, tuple[int, Callable[[np.ndarray], float]]]:
    """name -> (number of parameters, function)"""
    rng = np.random.default_rng(1)
    data, y, columns, x = rng.normal(size=(n, n)), rng.normal(size=n), rng.normal(size=(n, n)), np.linspace(0.0, 5.0, n)
    spd = data @ data.T + n * np.eye(n)

    def gaussian_process(z):
        d = x[:, None] - x[None, :]
        k = np.exp(2.0 * z[1] - 0.5 * d * d * np.exp(-2.0 * z[0])) + (np.exp(2.0 * z[2]) + 1e-6) * np.eye(n)
        c = np.linalg.cholesky(k)
        u = scipy.linalg.solve_triangular(c, y, lower=True)
        return -0.5 * np.sum(u * u) - np.sum(np.log(np.diag(c)))

    return {
        "X @ Z": (n * n, lambda z: np.sum(np.tanh(data @ z.reshape(n, n)))),
        "Z @ Z.T": (n * n, lambda z: np.sum(np.tanh(z.reshape(n, n) @ z.reshape(n, n).T))),
        "cholesky": (n * n, lambda z: np.sum(np.log(np.diag(np.linalg.cholesky(spd + z.reshape(n, n)))))),
        "solve_triangular, n columns": (n * n, lambda z: np.sum(scipy.linalg.solve_triangular(spd + z.reshape(n, n), columns, lower=True) ** 2)),
        "solve, 1 column": (n * n, lambda z: np.sum(np.linalg.solve(spd + z.reshape(n, n), y) ** 2)),
        "slogdet": (n * n, lambda z: np.linalg.slogdet(spd + z.reshape(n, n))[1]),
        "Gaussian process": (3, gaussian_process),
    }


def density(f: Callable[[np.ndarray], float], dim: int, least: int) -> NativeDensity:
    """f compiled with this threshold."""
    dense.LEAST, dense.WRITTEN_OUT = least, range(0)
    return NativeDensity(stage(f, (Array("f8", (dim,)),)), [])


def measure(repeat, name: str, n: int) -> dict:
    dim, f = programs(n)[name]
    called, looped = density(f, dim, 1), density(f, dim, LOOPS)
    z, g, h = 0.1 * np.random.default_rng(2).normal(size=dim), np.zeros(dim), np.zeros(dim)
    runs = [caller(repeat, called, z, None), caller(repeat, looped, z, None), caller(repeat, called, z, g), caller(repeat, looped, z, h)]
    times = [t * 1e6 for t in best_times(runs)]
    g, h = called.value_and_grad(z)[1], looped.value_and_grad(z)[1]
    return {"program": name, "n": n, "value us, calls": times[0], "loops": times[1], "gradient us, calls": times[2], "loops ": times[3],
            "loops / calls": times[3] / times[2], "error": float(np.max(np.abs(g - h)) / np.max(np.abs(h)))}


if __name__ == "__main__":
    sizes = [int(a) for a in words()] or SIZES
    library, loop = repeater()
    report("linalg", [measure(loop, name, n) for name in programs(2) for n in sizes])
