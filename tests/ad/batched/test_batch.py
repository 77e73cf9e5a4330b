"""`ad.batch`: what a loop of calls gives, at every point, whatever the others do."""
import threading
from typing import NamedTuple

import numpy as np
import pytest
from programs import PROGRAMS
from sweeps import thinned

from llbayes import ad
from llbayes.ad.api.arguments import ActivityError
from llbayes.ir.errors import CompileError, SettingsError

VALUED = {name: p for name, p in PROGRAMS.items() if p.expect == "value"}
POINTS = 41                          # one block of vectors, and a part of another


def stacked(z, n=POINTS):
    """Points around z, the first of them z itself."""
    away = np.random.default_rng(5).normal(size=(n, *z.shape))
    away[:1] = 0.0
    return z + 0.3 * away


def alone(f, x, *data):
    """What one call gives, or the type of the error that it raises."""
    with np.errstate(all="ignore"):
        try:
            return f(x, *data)
        except (IndexError, ValueError, ZeroDivisionError, OverflowError, AssertionError, ArithmeticError) as error:
            return type(error)


def leaves(found):
    return [np.asarray(a) for part in found for a in leaves(part)] if isinstance(found, tuple) else [np.asarray(found)]


@pytest.mark.parametrize("name", thinned(list(VALUED), 4))
@pytest.mark.parametrize("kind, tolerance", [(ad.evaluate, 1e-13), (ad.value_and_grad, 1e-12)], ids=["value", "gradient"])
def test_programs_at_many_points(name, kind, tolerance):
    """Values and derivatives are those of single calls; a point's bits depend on nothing but the point; failing points fail alone."""
    f, (z, *data), _ = VALUED[name]
    single, points = kind(f), stacked(z)
    expected = [alone(single, x, *data) for x in points]
    batch = ad.batch(kind(f), argnums=0)
    found = batch.outcome(points, *data)
    good = [k for k, e in enumerate(expected) if not isinstance(e, type)]
    assert list(np.flatnonzero(found.codes == 0)) == good
    assert all(isinstance(found.error(k), expected[k]) for k in found.failed)
    got = leaves(found.values)
    for place, a in enumerate(got):
        for k in good:
            e = leaves(expected[k])[place]
            size = np.abs(e[np.isfinite(e)]).max(initial=0.0)
            np.testing.assert_allclose(a[k], e, rtol=tolerance, atol=tolerance * size)
    for rows in (slice(0, 0), slice(3, 4), slice(8, 15), slice(40, None, -1)):
        again = batch.outcome(np.ascontiguousarray(points[rows]), *data)
        for a, b in zip(got, leaves(again.values), strict=True):
            assert np.array_equal(a[rows], b, equal_nan=True)
        assert np.array_equal(found.codes[rows], again.codes)


def smooth(x):
    return np.sum(np.sin(x) * x**1.5) * np.log(x[0])


def looped(x, scale):
    s = 0.0
    for i in range(200):
        s = 0.9 * s + np.exp(-x[i % 4] * s)
    return s * scale


X = np.random.default_rng(1).uniform(1.0, 2.0, (100_003, 4))


@pytest.mark.parametrize("kind", [ad.evaluate, ad.grad, ad.value_and_grad, ad.jacobian, ad.hessian])
def test_threads_and_numbers_of_points_change_no_bit(kind):
    many = kind is not ad.hessian
    points = X if many else X[:5_003]
    whole = leaves(ad.batch(kind(smooth))(points))
    assert all(len(a) == len(points) for a in whole)
    for n in (0, 1, 7, 32, 33):
        assert all(np.array_equal(a[:n], b) for a, b in zip(whole, leaves(ad.batch(kind(smooth))(points[:n])), strict=True))
    for threads in (2, 5):
        assert all(np.array_equal(a, b) for a, b in zip(whole, leaves(ad.batch(kind(smooth), threads=threads)(points)), strict=True))


@pytest.mark.parametrize("n", [5, 33, 64])
def test_points_are_read_only(n):
    points = X[:n].copy()
    points.flags.writeable = False
    for kind in (ad.evaluate, ad.value_and_grad):
        assert all(np.array_equal(a, b) for a, b in zip(leaves(ad.batch(kind(smooth))(points)), leaves(ad.batch(kind(smooth))(X[:n])), strict=True))
    assert np.array_equal(points, X[:n])


def test_bodies_without_loops_become_vectors():
    def columns(f, *args):
        batch = ad.batch(f)
        batch(*args)
        [found] = batch._compiled.values()
        return found.program.columns
    assert columns(smooth, X[:1]) and columns(ad.value_and_grad(smooth), X[:1])
    assert not columns(looped, X[:1], X[:1, 0])


def test_another_number_of_points_is_not_compiled_again():
    batch = ad.batch(looped, argnums=0)
    for n in (3, 1000, 17):
        batch(X[:n], 2.0)
    assert len(batch._compiled) == 1


class State(NamedTuple):
    place: np.ndarray
    speed: float


def test_structures_stay_and_their_leaves_are_stacked():
    def step(s, k, dt):
        return {"state": State(s.place + dt * s.speed, 2.0 * s.speed), "count": k + 1, "far": s.speed > 0.0}
    states = State(X[:9], X[:9, 0] - 1.5)
    found = ad.batch(step, argnums=(0, 1))(states, np.arange(9), 0.5)
    assert np.array_equal(found["state"].place, X[:9] + 0.5 * states.speed[:, None]) and np.array_equal(found["state"].speed, 2.0 * states.speed)
    assert np.array_equal(found["count"], np.arange(9) + 1) and np.array_equal(found["far"], states.speed > 0.0)
    assert found["count"].dtype == np.int64 and found["far"].dtype == np.bool_


def test_directions_are_stacked_too():
    v = X[:11] - 1.0
    found = ad.batch(ad.hvp(smooth))(X[:11], v)
    np.testing.assert_allclose(found, [ad.hvp(smooth)(x, w) for x, w in zip(X, v, strict=False)], rtol=1e-13)


def limited(x):
    if x[0] > 1.5:
        raise ValueError("beyond what it is made for")
    return x[1] * x[0]


def test_points_that_fail_are_told_and_do_not_end_the_batch():
    points, batch = X[:50], ad.batch(limited)
    outcome = batch.outcome(points)
    wrong = points[:, 0] > 1.5
    assert np.array_equal(outcome.failed, np.flatnonzero(wrong)) and np.isnan(outcome.values[wrong]).all()
    assert np.array_equal(outcome.values[~wrong], (points[:, 1] * points[:, 0])[~wrong])
    assert "failed" in repr(outcome) and outcome.error(int(np.flatnonzero(~wrong)[0])) is None
    with pytest.raises(ValueError, match=rf"beyond what it is made for\n +at point {outcome.failed[0]} of 50, and {wrong.sum() - 1} more"):
        batch(points)


def test_inside_compiled_code_it_is_a_loop_that_can_be_differentiated():
    def total(x):
        return np.sum(ad.batch(smooth)(x) ** 2)

    def slopes(x):
        return ad.batch(ad.grad(smooth))(x)
    points = X[:6]
    expected = [2.0 * smooth(x) * ad.grad(smooth)(x) for x in points]
    np.testing.assert_allclose(ad.grad(total)(points), expected, rtol=1e-12)
    np.testing.assert_allclose(ad.evaluate(slopes)(points), [ad.grad(smooth)(x) for x in points], rtol=1e-13)
    np.testing.assert_allclose(ad.jacobian(slopes)(points)[2, :, 2], ad.hessian(smooth)(points[2]), rtol=1e-12, atol=1e-12)


def test_functions_defined_inside_see_what_is_around_them():
    def model(x, y):
        def energy(row):
            return np.sum(row * y)
        return np.sum(ad.batch(energy)(x) * ad.batch(ad.grad(energy))(x)[:, 0])
    x, y = X[:5], X[7]
    np.testing.assert_allclose(ad.evaluate(model)(x, y), np.sum(x @ y * y[0]), rtol=1e-13)


def test_what_a_function_sees_around_it_is_read_again():
    factor = 2.0

    def f(x):
        return factor * x[0]
    batch = ad.batch(f)
    assert np.array_equal(batch(X[:3]), 2.0 * X[:3, 0])
    factor = 3.0
    assert np.array_equal(batch(X[:3]), 3.0 * X[:3, 0])


def test_threads_of_python_share_a_batch():
    batch, found = ad.batch(ad.grad(looped), argnums=0), {}

    def work(k):
        found[k] = batch(X[k:k + 500], 1.0)
    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for k in range(4):
        assert np.array_equal(found[k], batch(X[k:k + 500], 1.0))


@pytest.mark.parametrize("call, error, words", [
    (lambda: ad.batch(3.0), ActivityError, "takes a function"),
    (lambda: ad.batch(smooth, threads=0), SettingsError, "threads"),
    (lambda: ad.batch(smooth)(2.0), ActivityError, "`x` is one number"),
    (lambda: ad.batch(looped)(X[:3], X[:4, 0]), ActivityError, "`x` has 3, `scale` has 4"),
    (lambda: ad.batch(looped, argnums=2)(X[:3], 1.0), ActivityError, "argnums=2"),
    (lambda: ad.batch(smooth)((1, 2)), ActivityError, "no stacked argument has an array"),
    (lambda: ad.batch(smooth)(np.ma.masked_greater(X[:3], 1.5)), ActivityError, "masked"),
    (lambda: ad.batch(lambda: 1.0)(), ActivityError, "no stacked argument"),
    (lambda: ad.batch(smooth)(np.array(["a", "b"])), ActivityError, "array of"),
    (lambda: ad.batch(ad.hvp(smooth))(X[:2]), CompileError, "direction"),
])
def test_calls_that_do_not_fit(call, error, words):
    with pytest.raises(error, match=words):
        call()
