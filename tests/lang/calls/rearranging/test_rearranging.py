"""Functions that put elements in other places: values, gradients and Hessian products, for the keywords that NumPy documents, and what is refused."""
import numpy as np
import pytest
from expressions import check, check_values

from llbayes import ad
from llbayes.ir.errors import CompileError

R = np.random.default_rng(3)
X = R.normal(size=12)
M = R.normal(size=(3, 2))
MASK = np.arange(12) > 5

PADDING = {
    "number": lambda x: np.pad(x, 1), "pair": lambda x: np.pad(x, (2, 1)), "constants": lambda x: np.pad(x.reshape(3, 4), ((1, 2), (0, 1)), constant_values=2.5),
    "run-time constants": lambda x: np.pad(x.reshape(3, 4), 1, constant_values=((x[0], x[1]), (x[2], 0.0))),
    "an axis of a dict": lambda x: np.pad(x.reshape(3, 4), {-1: (1, 2)}),
    **{mode: (lambda x, mode=mode: np.pad(x.reshape(3, 4), ((2, 1), (1, 3)), mode=mode)) for mode in (
        "edge", "reflect", "symmetric", "wrap", "linear_ramp", "maximum", "mean", "minimum", "median")},
    "far": lambda x: np.pad(x[:3], (7, 5), "reflect"),
    "odd": lambda x: np.pad(x.reshape(3, 4), ((2, 1), (5, 3)), "reflect", reflect_type="odd"),
    "odd symmetric": lambda x: np.pad(x[:3], (2, 4), "symmetric", reflect_type="odd"),
    "ramp": lambda x: np.pad(x.reshape(3, 4), ((2, 1), (0, 3)), "linear_ramp", end_values=((x[0], 1.0), (2.0, x[1]))),
    "mean of some": lambda x: np.pad(x, (2, 1), "mean", stat_length=(3, 2)), "largest of some": lambda x: np.pad(x, 2, "maximum", stat_length=4),
}
PARTS = {
    "split": lambda x: np.split(x, 3), "split at": lambda x: np.split(x.reshape(3, 4), [1, 3], axis=1), "split of sums": lambda x: np.split(x * 2.0, 2),
    "array_split": lambda x: np.array_split(x, 5), "hsplit": lambda x: np.hsplit(x.reshape(3, 4), 2), "vsplit": lambda x: np.vsplit(x.reshape(4, 3), 2),
    "dsplit": lambda x: np.dsplit(x.reshape(2, 3, 2), 2), "unstack": lambda x: np.unstack(x.reshape(3, 4), axis=1), "split from": lambda x: np.split(x, [2, 20]),
}
PLACES = {
    "delete": lambda x: np.delete(x, 2), "delete some": lambda x: np.delete(x.reshape(3, 4), [0, -1], axis=1), "delete part": lambda x: np.delete(x, slice(1, 9, 2)),
    "delete by mask": lambda x: np.delete(x, MASK), "insert": lambda x: np.insert(x, 2, x[0]), "insert some": lambda x: np.insert(x, [0, 5, 5], [1.0, 2.0, 3.0]),
    "insert rows": lambda x: np.insert(x.reshape(3, 4), 1, x[:4], axis=0), "insert columns": lambda x: np.insert(x.reshape(3, 4), [1, 4], M, axis=1),
    "roll": lambda x: np.roll(x, -3), "roll by a run-time number": lambda x: np.roll(x.reshape(3, 4), int(x[3]), 1), "roll axes": lambda x: np.roll(x.reshape(3, 4), (1, -1), axis=(0, 1)), "roll flat": lambda x: np.roll(x.reshape(3, 4), 1),
    "rot90": lambda x: np.rot90(x.reshape(3, 4)), "rot90 axes": lambda x: np.rot90(x.reshape(2, 3, 2), 3, axes=(1, 2)),
    "fliplr": lambda x: np.fliplr(x.reshape(3, 4)), "flipud": lambda x: np.flipud(x.reshape(3, 4)), "flip": lambda x: np.flip(x.reshape(2, 3, 2), (0, 2)),
    "moveaxis": lambda x: np.moveaxis(x.reshape(2, 3, 2), [0, 1], [-1, -2]), "rollaxis": lambda x: np.rollaxis(x.reshape(2, 3, 2), 2),
    "swapaxes": lambda x: np.swapaxes(x.reshape(2, 3, 2), 0, -1), "expand_dims": lambda x: np.expand_dims(x, (0, -1)),
    "squeeze": lambda x: np.squeeze(x.reshape(1, 12, 1), axis=0), "squeeze all": lambda x: np.squeeze(x.reshape(1, 12, 1)),
    "matrix_transpose": lambda x: np.matrix_transpose(x.reshape(2, 3, 2)), "resize": lambda x: np.resize(x, (3, 5)), "resize smaller": lambda x: np.resize(x, 4),
    "diagflat": lambda x: np.diagflat(x.reshape(3, 4), -1), "repeat": lambda x: np.repeat(x.reshape(3, 4), [0, 2, 1], axis=0),
    "repeat number": lambda x: np.repeat(x, 2), "tile": lambda x: np.tile(x.reshape(3, 4), (2, 1, 2)), "roll number of times": lambda x: np.roll(x, 12),
}
JOINED = {
    "meshgrid": lambda x: np.meshgrid(x[:3], x[3:5]), "meshgrid ij": lambda x: np.meshgrid(x[:3], x[3:5], x[5:9], indexing="ij"),
    "sparse": lambda x: np.meshgrid(x[:3], x[3:5], sparse=True), "meshgrid of a number": lambda x: np.meshgrid(x[:3], 2.0),
    "broadcast_arrays": lambda x: np.broadcast_arrays(x[:3], x.reshape(4, 3)), "at least": lambda x: (np.atleast_1d(x[0]), np.atleast_2d(x), np.atleast_3d(x)),
    "at least of several": lambda x: np.atleast_1d(x[0], x), "ix_": lambda x: np.ix_(x[:2], x[2:5]),
    "r_": lambda x: np.r_[x, 1.0, x[0]], "r_ along": lambda x: np.r_["-1", x.reshape(3, 4), x.reshape(3, 4)], "r_ ranges": lambda x: np.r_[0:1:5j, x, 0:3],
    "r_ of a run-time range": lambda x: np.r_[0.0:x[0]:4j], "r_ as matrix": lambda x: np.r_["0,2", x, x], "c_": lambda x: np.c_[x, x[::-1], np.ones(12)],
    "mgrid": lambda x: np.mgrid[0:x[0]:3j, 1:2:2j], "ogrid": lambda x: np.ogrid[0:x[0]:3j, 1:2:2j], "mgrid of one": lambda x: np.mgrid[x[0]:x[1]:5j],
    "block": lambda x: np.block([[x.reshape(3, 4), M], [np.ones((1, 4)), x[:2].reshape(1, 2)]]), "block of vectors": lambda x: np.block([x, 1.0]),
    "dstack": lambda x: np.dstack([x.reshape(3, 4), x.reshape(3, 4)]), "dstack of vectors": lambda x: np.dstack((x, x)),
    "concatenate flat": lambda x: np.concatenate([x.reshape(3, 4), M], axis=None), "stack last": lambda x: np.stack([x, 2.0 * x], axis=-1),
    "column_stack": lambda x: np.column_stack([x, x.reshape(6, 2).reshape(12, 1)]), "append": lambda x: np.append(x, 1.0),
}
TABLES = {"padding": PADDING, "parts": PARTS, "places": PLACES, "joined": JOINED}


@pytest.mark.parametrize("table", TABLES)
def test_values_and_derivatives(table):
    check(TABLES[table], X)


def test_other_types_and_nothing():
    table = {"integers": lambda k, b, n: np.pad(k, 1), "integer and float": lambda k, b, n: np.r_[k, 1.5], "booleans": lambda k, b, n: np.roll(b, 1),
             "insert into integers": lambda k, b, n: np.insert(k, 1, 7), "grid of types": lambda k, b, n: np.meshgrid(k, b), "none": lambda k, b, n: np.pad(n, 2),
             "split of none": lambda k, b, n: np.array_split(n, 2), "nothing left": lambda k, b, n: np.delete(k, [0, 1, 2]), "joined with none": lambda k, b, n: np.r_[n, 1.0]}
    k, b, none = np.array([3, 1, 2]), np.array([True, False]), np.zeros(0)
    check_values(table, k, b, none)
    for name, f in table.items():
        assert np.asarray(tuple(map(np.asarray, ad.evaluate(f)(k, b, none)))[0] if isinstance(f(k, b, none), (tuple, list)) else ad.evaluate(f)(k, b, none)).dtype \
            == np.asarray(f(k, b, none)[0] if isinstance(f(k, b, none), (tuple, list)) else f(k, b, none)).dtype, name


def written_through(x):
    """Parts are views, copies are none."""
    y = x * 1.0
    np.split(y, 2)[0][1] = 5.0
    np.diagonal(y.reshape(3, 4), 1)
    np.rot90(y.reshape(3, 4))[0, 0] = 7.0
    np.moveaxis(y.reshape(3, 4), 0, 1)[1, 1] = 3.0
    z = np.roll(y, 1)
    grid = np.meshgrid(y, y)[0]
    y[0] = 100.0
    grid[0, 0] = -1.0
    z[1] += 1.0
    return y, z, grid


def test_views_are_written_through_and_copies_are_not():
    check_values({"written": written_through}, X)


def test_what_arrays_of_known_values_hold_is_known_unless_they_are_written():
    table = {"range": lambda x: np.delete(x, np.arange(3)), "sum": lambda x: np.delete(x, np.arange(3)[::2] + 1), "mask": lambda x: np.delete(x, np.arange(12) % 3 > 1),
             "array": lambda x: np.split(x, np.array([2, 5])), "counts": lambda x: np.repeat(x[:3], np.array([2, 0, 1])), "by Python": lambda x: x[:3] * np.histogram(np.arange(4.0), 3)[0]}
    check_values(table, X)

    def later(x):
        k, total = np.array([0, 1]), 0.0
        for _ in range(20):
            total += np.sum(np.delete(x, k))
            k[0] = 5
        return total

    def before(x):
        k = np.array([0, 1])
        k[0] = 5
        return np.delete(x, k)
    for f in (later, before):
        with pytest.raises(CompileError, match="known"):
            ad.evaluate(f)(X)


def test_many_blocks_are_gathered():
    shuffled = np.random.default_rng(0).permutation(300)
    check_values({"rows": lambda x: np.delete(x, shuffled[:150]), "repeated": lambda x: np.repeat(x, shuffled % 3), "wrapped": lambda x: np.pad(x[:3], 200, "wrap")},
                 R.normal(size=300))


@pytest.mark.parametrize(("f", "says"), [
    (lambda x: np.pad(x, 1, mode="nearest"), "not supported"), (lambda x: np.pad(x, 1, "edge", constant_values=1.0), "unsupported keyword"),
    (lambda x: np.pad(x, -1), "negative"), (lambda x: np.split(x, 5), "equal division"), (lambda x: np.delete(x, 12), "out of bounds"),
    (lambda x: np.insert(x, 13, 1.0), "out of bounds"), (lambda x: np.roll(x, 1, axis=1), "axis 1"), (lambda x: np.delete(x, int(x[0])), "known"),
    (lambda x: np.meshgrid(x, x, indexing="yx"), "indexing"), (lambda x: np.squeeze(x, axis=0), "length is 12"), (lambda x: np.block([[x, x], x]), "depth"),
    (lambda x: np.pad(x, 1, lambda *a: None), "function of one's own"),
])
def test_what_does_not_fit_is_refused(f, says):
    with pytest.raises(CompileError, match=says):
        ad.evaluate(f)(X)
