"""`solve.quad` against closed forms, with derivatives to second order, ends that are parameters, and integrals that do not exist."""
import mpmath
import numpy as np
import pytest

from llbayes import ad
from llbayes.ppl import solve
from llbayes.ppl.solve.calling import GaveUp
from llbayes.ppl.solve.kronrod import GAUSS, KRONROD, NODES

INF, K = np.inf, 1.3
CASES = {                                       # f, the ends, the integral by mpmath as a function of k
    "falls": (lambda x, k: np.exp(-k * x), 0.0, INF, lambda k: 1 / k),
    "on the whole line": (lambda x, k: np.exp(-k * x * x), -INF, INF, lambda k: mpmath.sqrt(mpmath.pi / k)),
    "from the left": (lambda x, k: np.exp(k * x), -INF, 1.0, lambda k: mpmath.exp(k) / k),
    "backwards": (lambda x, k: np.exp(-k * x), INF, 0.0, lambda k: -1 / k),
    "from the right to the left": (lambda x, k: k * np.exp(-k * x * x), INF, -INF, lambda k: -mpmath.sqrt(mpmath.pi * k)),
    "heavy tails": (lambda x, k: 1.0 / (k * k + x * x), -INF, INF, lambda k: mpmath.pi / k),
    "infinite at its end": (lambda x, k: np.exp(-k * x) / np.sqrt(x), 0.0, INF, lambda k: mpmath.sqrt(mpmath.pi / k)),
    "logarithm": (lambda x, k: k**2 * np.log(x), 0.0, 1.0, lambda k: -k * k),
    "waves": (lambda x, k: np.cos(30 * k * x), 0.0, 2.0, lambda k: mpmath.sin(60 * k) / (30 * k)),
    "nothing": (lambda x, k: k * x**3, -1.0, 1.0, lambda k: 0 * k),
    "a narrow peak": (lambda x, k: 1 / (1e-4 * k + (x - 0.5) ** 2), 0.0, 1.0, lambda k: 2 * mpmath.atan(50 / mpmath.sqrt(k)) / (mpmath.sqrt(k) / 100)),
}


@pytest.mark.parametrize("name", CASES)
def test_integrals_and_their_derivatives(name):
    f, a, b, exact = CASES[name]

    def integral(k):
        return solve.quad(f, a, b, (k,))
    value, slope = ad.value_and_grad(integral)(K)
    found = np.array([value, slope, ad.hessian(integral)(K)])
    wanted = np.array([float(mpmath.diff(exact, K, n)) for n in range(3)])
    assert np.allclose(found, wanted, rtol=1e-10, atol=1e-13)
    assert np.isclose(integral(K), value, rtol=1e-13, atol=1e-15)


def test_ends_that_are_parameters():
    def integral(a, b, k):
        return solve.quad(lambda x: np.exp(k * x), a, b)

    a, b, k = 0.3, 1.1, 0.7
    low, high = np.exp(k * a), np.exp(k * b)
    assert np.allclose(ad.grad(integral, argnums=(0, 1))(a, b, k), (-low, high), rtol=1e-12)
    hessian = np.array(ad.hessian(integral, argnums=(0, 1, 2))(a, b, k))
    assert np.allclose(hessian, hessian.T, rtol=1e-12)
    assert np.allclose(hessian[:2, :], [[-k * low, 0.0, -a * low], [0.0, k * high, b * high]], rtol=1e-12)
    tail = ad.value_and_grad(lambda a: solve.quad(lambda x: np.exp(-x * x), a, INF))(0.4)
    assert np.allclose(tail, (float(mpmath.erfc(0.4) * mpmath.sqrt(mpmath.pi) / 2), -np.exp(-0.16)), rtol=1e-12)


def test_arrays_and_errors():
    (value, error), gradient = solve.quad(lambda x: np.array([x, np.sqrt(x)]), 0.0, 1.0, full=True), ad.jacobian(
        lambda p: solve.quad(lambda x: np.exp(-p * x), 0.0, INF))(np.array([1.0, 2.0]))
    assert np.all(np.abs(value - [1 / 2, 2 / 3]) <= error) and np.all(error < 1e-10)
    assert np.allclose(gradient, np.diag([-1.0, -0.25]), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("f", "a", "b", "words"), [
    (lambda x: 1.0 / np.abs(x - 0.3), 0.0, 1.0, "gave up"),
    (lambda x: np.where(x > 0.2, np.nan, 1.0), 0.0, 1.0, "nan or infinite"),
    (lambda x: np.sin(x), 0.0, INF, "gave up"),
])  # fmt: skip
def test_integrals_that_are_none(f, a, b, words):
    with np.errstate(all="ignore"):
        for call in (lambda: solve.quad(f, a, b), lambda: ad.evaluate(lambda b: solve.quad(f, a, b))(b)):
            with pytest.raises(GaveUp, match=words) as e:
                call()
            assert e.value.position.file == __file__


def test_the_rule():
    """Kronrod's rule integrates powers up to 31, Gauss' ten points up to 19."""
    for weights, most in ((KRONROD, 31), (GAUSS, 19)):
        assert np.allclose([weights @ NODES**k for k in range(most + 1)], [(1 + (-1) ** k) / (k + 1) for k in range(most + 1)], atol=1e-15)
    assert abs(KRONROD @ NODES**32 - 2 / 33) > 1e-13
