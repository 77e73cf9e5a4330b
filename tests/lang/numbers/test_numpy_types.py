"""Numbers of NumPy's other types, nan among data, and parameters among integers: as NumPy has it, or refused in words."""
import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError
from llbayes.lang.calls.recognition import TABLE
from llbayes.ppl import Normal

FUNCTIONS = sorted(n.removeprefix("numpy.") for n in TABLE if n.startswith("numpy.") and n.count(".") == 1 and "empty" not in n)
VALUES = {
    "a nan": np.array([0.5, np.nan, -1.5, 2.5]),
    "nans and zeros": np.array([np.nan, 1.0, np.nan, 0.0, -0.0]),
    "infinities": np.array([np.inf, -np.inf, 1.0]),
    "integers": np.array([3, -2, 7, 0]),
    "large integers": np.array([2**62, 2**62, -(2**63), 5]),
}
REFUSALS = (LlbayesError, ArithmeticError, ValueError, TypeError, IndexError)     # at compile time, or as CPython would raise at run time
LOUD = {("fmod", "integers"), ("reciprocal", "integers")}                         # nan or inf of 0, where NumPy gives a whole number and a warning
# NumPy cuts leading zeros, whose number depends on data; sin(pi x) is 0 at whole x here; I0 is infinite at infinity; places in what is not sorted; ties in order
OTHERWISE = {"polymul", "sinc", "i0", "searchsorted", "argsort"}


def differs(f, *x):
    """What compiled code gives and what NumPy gives, where they are not the same; None where they are, or where either refuses."""
    try:
        with np.errstate(all="ignore"):
            right = np.asarray(f(*[a.copy() for a in x]))
        if right.dtype.kind not in "fiub":
            return None
        got = np.asarray(ad.evaluate(f)(*[a.copy() for a in x]))
    except REFUSALS:
        return None
    one, other = got.astype(float), right.astype(float)
    same = one.shape == other.shape and np.allclose(one, other, 1e-13, 0.0, equal_nan=True)
    return None if same else (got.tolist(), right.tolist())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("values", ["nans and zeros", "integers", *[pytest.param(v, marks=pytest.mark.sweep) for v in ("a nan", "infinities", "large integers")]])
def test_functions_of_odd_values_are_numpys(values):
    """Every function of NumPy's in the language, of one array and of two."""
    x, wrong = VALUES[values], {}
    for name in FUNCTIONS:
        f = getattr(np, name)
        for count, found in ((1, differs(lambda a, f=f: f(a), x)), (2, differs(lambda a, f=f: f(a, a[::-1]), x))):
            if found is not None and (name, values) not in LOUD and name not in OTHERWISE:
                wrong[name, count] = found
    assert not wrong


@pytest.mark.parametrize("kind", ["sum", "max", "min", "any", "all", "mean", "prod"])
def test_reductions_of_booleans(kind):
    f = getattr(np, kind)
    for x in (np.array([True, False, True]), np.array([[True, True], [False, True]])):
        assert differs(lambda a: f(a), x) is None and differs(lambda a: f(a, axis=0), x) is None
    assert ad.evaluate(lambda a: np.max(a))(np.array([True, False]))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "uint8", "uint16", "uint32", "uint64", "float16", "longdouble"])
def test_types_that_the_language_has_not_are_refused_where_they_would_differ(dtype):
    x = np.array([0.1, 100.7, 250.3, -3.9])
    ways = {
        "astype": lambda a: (a * 1000.0).astype(dtype) * 3,
        "zeros": lambda a: np.zeros(4, dtype) + a.astype(int) * 100,
        "ones": lambda a: np.sum(np.ones(4, dtype) * 100) + a[0],
        "full": lambda a: np.full(4, 100, dtype) * 3 + 0 * a.astype(int),
        "array": lambda a: np.array([100, 100], dtype) * np.array([3, 3], dtype) + 0 * a[:2].astype(int),
        "zeros_like": lambda a: np.zeros_like(a, dtype=dtype) + np.full(4, 200) * a.astype(int),
        "arange": lambda a: np.arange(100, 104, dtype=dtype) * np.arange(100, 104, dtype=dtype) + 0 * a.astype(int),
        "asarray": lambda a: np.asarray(a * 1000.0, dtype) * 3,
    }
    assert {name: found for name, f in ways.items() if (found := differs(f, x)) is not None} == {}
    with pytest.raises(LlbayesError, match=r"arrays of \w+ are not part of the language"):
        ad.evaluate(lambda a: a.astype(dtype))(x)


def test_whole_numbers_and_lists():
    x = np.array([3.0, 2.0])
    for f in (lambda a: np.repeat(a, a.astype(int)), lambda a: [1.0] * int(a[0])):
        with pytest.raises(LlbayesError, match="as often as a run-time number says|counts and axes must be known"):
            ad.evaluate(f)(x)
    assert ad.evaluate(lambda n: np.reciprocal(n))(np.array([2, 1, -1, -3])).tolist() == [0, 1, -1, 0]


# -- parameters in arrays of whole numbers
def entry(x, n):
    m = np.zeros(2, int)
    m[0] = x[0]
    return np.sum(m * 1.0)


def whole(x, n):
    m = np.zeros_like(n)
    m[:] = x
    return np.sum(m * 1.0)


def rows(x, n):
    m = np.ones((2, 2), bool)
    m[1] = x
    return np.sum(m * 1.0)


def by_index(x, n):
    m = np.array([1, 2])
    m[n] = x
    return np.sum(m * 1.0)


def by_mask(x, n):
    m = np.arange(2)
    m[x > 0] = x[0]
    return np.sum(m * 1.0)


def read_by_mask(x, n):
    m = np.arange(2)
    m[x > 0] = x[x > 0]
    return np.sum(m * 1.0)


def in_a_loop(x, n):
    m = n.copy()
    for i in range(2):
        m[i] = 2.0 * x[i]
    return np.sum(m * 1.0)


def augmented(x, n):
    m = np.full(2, 0)
    m[0] += x[0]
    return np.sum(m * 1.0)


def in_place(x, n):
    m = np.zeros(2, int)
    m += x
    return np.sum(m * 1.0)


def full_like(x, n):
    return np.sum(np.full_like(n, x[0]) * 1.0)


def full_of_type(x, n):
    return np.sum(np.full(2, x[0], dtype=int) * 1.0)


def of_a_list(x, n):
    m = np.array([0, 1])
    m[:] = [x[0], x[1]]
    return np.sum(m * 1.0)


STORES = (entry, whole, rows, by_index, by_mask, read_by_mask, in_a_loop, augmented, in_place, full_like, full_of_type, of_a_list)


@pytest.mark.parametrize("store", STORES, ids=lambda f: f.__name__)
def test_a_parameter_is_not_cut_to_a_whole_number(store):
    x, n = np.array([1.7, 0.6]), np.array([0, 1])
    for call in (ad.evaluate(store), ad.grad(store)):
        with pytest.raises(LlbayesError, match="(?s)float.*array of (integers|booleans)") as e:
            call(x, n)
        assert "test_numpy_types.py" in str(e.value) and "hint" in str(e.value)

    @ppl.model
    def model(n):
        a = ppl.sample("a", Normal(np.zeros(2), 1.0))
        ppl.factor("f", store(a, n))

    with pytest.raises(LlbayesError):
        model.bind(n=n)


def test_what_is_meant_to_be_whole_is_stored():
    def counts(x, n):
        m = np.zeros(2, int)
        m[0] = int(x[0])
        m[n] += 1
        m[1] = np.floor(x[1]).astype(int) + m[1]
        return np.sum(m * x)

    x, n = np.array([1.7, 2.6]), np.array([0, 1])
    assert np.isclose(ad.evaluate(counts)(x, n), counts(x, n))


@pytest.mark.parametrize("make", [
    lambda x: np.full(2, np.arange(3.0)), lambda x: np.full(2, x), lambda x: np.full((2, 3), x[:2]), lambda x: np.full(2, [x[0], 1.0, 2.0]),
    lambda x: np.full_like(x, x[:2]), lambda x: np.full((), x),
])  # fmt: skip
def test_what_does_not_fill_a_shape_is_refused(make):
    x = np.array([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="broadcast"):
        make(x)
    with pytest.raises(LlbayesError, match="does not fill one of shape|do not broadcast"):
        ad.evaluate(make)(x)


@pytest.mark.parametrize("make", [
    lambda x: np.full((2, 3), x), lambda x: np.full((3, 2), x[:, None]), lambda x: np.full(3, [x[0], 1.0, 2.0]), lambda x: np.full(3, x[:1]),
    lambda x: np.full_like(x, x[0]), lambda x: np.full((2, 3), np.arange(3)), lambda x: np.full_like(x, [1.0, 2.0, 3.0]), lambda x: np.full(2, 3),
])  # fmt: skip
def test_what_is_broadcast_to_a_shape(make):
    assert differs(make, np.array([1.0, 2.0, 3.0])) is None
    assert np.shape(ad.evaluate(make)(np.array([1.0, 2.0, 3.0])))
