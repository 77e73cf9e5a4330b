"""NumPy takes lists of numbers, and lists of lists, for arrays: so does compiled code, whichever function they are given to."""
import numpy as np
import pytest
from scipy import special

from llbayes import ad

X = np.array([1.3, 0.4])
VECTORS = {f.__name__: f for f in (np.sum, np.prod, np.mean, np.var, np.cumsum, np.cumprod, np.diff, np.sort, np.median, np.ptp, np.max, np.linalg.norm,
                                   special.logsumexp, special.softmax, special.gammaln, np.exp)}
MATRICES = {f.__name__: f for f in (np.trace, np.tril, np.triu, np.diag, np.transpose, np.linalg.inv, np.linalg.det, np.linalg.norm, np.cumsum, np.diff, np.sum,
                                    np.concatenate, np.vstack, np.hstack, np.stack, np.column_stack)}
PAIRS = {
    "interp": lambda z: np.interp(z[0], [0, 1, 2], [0, z[1], 5.0]),
    "interp at several": lambda z: np.sum(np.interp([z[0], 0.5], [0, 1, 2], [0, z[1], 5.0]) * [1.0, 2.0]),
    "solve": lambda z: np.sum(np.linalg.solve([[z[0], 1.0], [0.5, 3.0]], [1.0, z[1]])),
    "convolve": lambda z: np.sum(np.convolve([z[0], 1.0], [z[1], 2.0, z[0]]) * np.arange(4.0)),
    "dot": lambda z: np.dot([z[0], 1.0], [2.0, z[1]]),
}
CASES = {f"{n} of numbers": lambda z, f=f: np.sum(weighed(f([z[0], 2.0, z[0] * z[1]]))) for n, f in VECTORS.items()}
CASES |= {f"{n} of rows": lambda z, f=f: np.sum(weighed(f([[z[0], 1.0], [0.5, z[1] + 3]]))) for n, f in MATRICES.items()} | PAIRS


def weighed(a):
    return np.sin(np.asarray(a)) * 1.5


@pytest.mark.parametrize("name", CASES)
def test_lists_are_arrays(name):
    f = CASES[name]
    value, slope = ad.value_and_grad(f)(X)
    differences = [(f(X + h) - f(X - h)) / 2e-6 for h in 1e-6 * np.eye(2)]
    np.testing.assert_allclose(value, f(X), rtol=1e-12)
    np.testing.assert_allclose(slope, differences, rtol=1e-5, atol=1e-7)
