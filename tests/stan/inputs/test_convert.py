"""Data by declarations: what is taken and as what, and what is said of what is not, at which line."""
import numpy as np
import pytest

from llbayes.ir.errors import DataError
from llbayes.stan.checking import check
from llbayes.stan.grammar import parse
from llbayes.stan.inputs import convert
from llbayes.stan.source import Source

EMPTY = np.zeros(0)


def program(declarations: str):
    """A checked program with this block of data."""
    source = Source("data {\n" + declarations + "\n}", "data.stan")
    source.show()
    tree = parse(source)
    check(tree)
    return tree


TAKEN = [                                                              # declarations, data, what becomes of them
    ("int N;", {"N": 3}, {"N": 3}),
    ("int N; real x;", {"N": np.int32(3), "x": 3}, {"N": 3, "x": 3.0}),
    ("int b;", {"b": True}, {"b": 1}),
    ("real x; real y; real z;", {"x": "Inf", "y": "-Infinity", "z": "NaN"}, {"x": np.inf, "y": -np.inf, "z": np.nan}),
    ("vector[2] x;", {"x": [1, "-Inf"]}, {"x": np.array([1, -np.inf])}),
    ("int N; array[N] int y;", {"N": 2, "y": [1, 2], "other": "text"}, {"N": 2, "y": np.array([1, 2])}),
    ("array[3] int y;", {"y": range(3)}, {"y": np.arange(3)}),
    ("row_vector[2] x;", {"x": (1, 2.5)}, {"x": np.array([1, 2.5])}),
    ("matrix[2, 3] X;", {"X": [[1, 2, 3], [4, 5, 6]]}, {"X": np.arange(1.0, 7).reshape(2, 3)}),
    ("array[2] vector[3] X;", {"X": np.arange(6).reshape(2, 3)}, {"X": np.arange(6.0).reshape(2, 3)}),
    ("array[1] matrix[1, 2] X;", {"X": [[[1, 2]]]}, {"X": np.array([[[1.0, 2.0]]])}),
    ("array[1] real x;", {"x": [4]}, {"x": np.array([4.0])}),
    # what has no elements may be left out, and is of any form
    ("int N; vector[N] x; matrix[N, 3] X; array[3, N] int k;", {"N": 0, "X": [], "k": [[], [], []]},
     {"N": 0, "x": EMPTY, "X": np.zeros((0, 3)), "k": np.zeros((3, 0), int)}),
    ("matrix[2, 0] X;", {"X": [[], []]}, {"X": np.zeros((2, 0))}),
    ("array[0] tuple(int, real) t; tuple(vector[0], array[0] int) s;", {}, {"t": [], "s": (EMPTY, np.zeros(0, int))}),
    # sizes are expressions over what came before
    ("int N; int K; array[choose(N, 2), K / 2] int y;", {"N": 3, "K": 3, "y": [[1], [2], [3]]}, {"N": 3, "K": 3, "y": np.array([[1], [2], [3]])}),
    ("array[2] int n; array[max(n)] real x; vector[sum(n) - n[1]] z; array[size(x)] int k;", {"n": [1, 2], "x": [1, 2], "z": [1, 2], "k": [3, 4]},
     {"n": np.array([1, 2]), "x": np.array([1.0, 2.0]), "z": np.array([1.0, 2.0]), "k": np.array([3, 4])}),
    ("int N; vector[N > 2 ? 1 : 0] x; vector[N > 2 && N < 9] y;", {"N": 3, "x": [1], "y": [2]}, {"N": 3, "x": np.ones(1), "y": np.full(1, 2.0)}),
    ("array[3] int n; vector[sum(n[2:])] x; vector[sum(n[{3, 1}])] y; vector[n[1]] z;", {"n": [1, 0, 1], "x": [1], "y": [1, 2], "z": [3]},
     {"n": np.array([1, 0, 1]), "x": np.ones(1), "y": np.array([1.0, 2.0]), "z": np.array([3.0])}),
    ("matrix[2, 3] X; vector[rows(X)] a; vector[cols(X)] b; vector[-5 %/% 2 + 3] c;", {"X": np.ones((2, 3)), "a": [1, 2], "b": [1, 2, 3], "c": [7]},
     {"X": np.ones((2, 3)), "a": np.array([1.0, 2]), "b": np.array([1.0, 2, 3]), "c": np.array([7.0])}),
    ("tuple(int, array[2] int) n; vector[n.1] x; array[n.2[2]] real y;", {"n": (1, [3, 2]), "x": [1], "y": [1, 2]},
     {"n": (1, np.array([3, 2])), "x": np.ones(1), "y": np.array([1.0, 2])}),
    # tuples
    ("tuple(int, vector[2]) t;", {"t": {"1": 3, "2": [1, 2]}}, {"t": (3, np.array([1.0, 2.0]))}),
    ("tuple(real, tuple(int, real)) t;", {"t": (1, (2, 3))}, {"t": (1.0, (2, 3.0))}),
    ("array[2] tuple(int, real) t;", {"t": [{"1": 3, "2": 1}, {"1": 4, "2": "Inf"}]}, {"t": [(3, 1.0), (4, np.inf)]}),
    ("array[1, 2] tuple(int, real) t;", {"t": [[(3, 1), (4, 2)]]}, {"t": [[(3, 1.0), (4, 2.0)]]}),
    # constraints
    ("int<lower=0, upper=9> N; real<lower=N> x; vector<lower=[1, 2]', upper=x>[2] y;", {"N": 0, "x": 5, "y": [1, 5]}, {"N": 0, "x": 5.0, "y": np.array([1.0, 5])}),
    ("simplex[3] s; array[2] ordered[2] o; positive_ordered[2] p; unit_vector[2] u;",
     {"s": [0.2, 0.3, 0.5 + 1e-9], "o": [[1, 2], [-1, 0]], "p": [0, 1], "u": [0.6, 0.8]},
     {"s": np.array([0.2, 0.3, 0.5 + 1e-9]), "o": np.array([[1.0, 2], [-1, 0]]), "p": np.array([0.0, 1]), "u": np.array([0.6, 0.8])}),
    ("cov_matrix[2] S; corr_matrix[2] R; cholesky_factor_cov[3, 2] L; cholesky_factor_corr[2] C;",
     {"S": [[2, 1], [1, 2]], "R": [[1, 0.5], [0.5, 1]], "L": [[1, 0], [2, 3], [4, 5]], "C": [[1, 0], [0.6, 0.8]]},
     {"S": np.array([[2.0, 1], [1, 2]]), "R": np.array([[1, 0.5], [0.5, 1]]), "L": np.array([[1.0, 0], [2, 3], [4, 5]]), "C": np.array([[1, 0], [0.6, 0.8]])}),
    ("sum_to_zero_vector[2] z; row_stochastic_matrix[1, 2] A; column_stochastic_matrix[2, 1] B;", {"z": [1, -1], "A": [[0.5, 0.5]], "B": [[0.5], [0.5]]},
     {"z": np.array([1.0, -1]), "A": np.array([[0.5, 0.5]]), "B": np.array([[0.5], [0.5]])}),
]  # fmt: skip


def same(found, true) -> bool:
    """Equal values of equal types and shapes."""
    if isinstance(true, (tuple, list)):
        return type(found) is type(true) and len(found) == len(true) and all(map(same, found, true))
    if isinstance(true, np.ndarray):
        return isinstance(found, np.ndarray) and found.dtype == true.dtype and found.shape == true.shape and np.array_equal(found, true, equal_nan=true.dtype.kind == "f")
    return type(found) is type(true) and np.array_equal(found, true, equal_nan=True)


@pytest.mark.parametrize(("declarations", "given", "true"), TAKEN, ids=[declarations[:40] for declarations, _, _ in TAKEN])
def test_data_become_what_is_declared(declarations, given, true):
    found = convert(program(declarations), given)
    assert list(found) == list(true) and all(same(found[name], true[name]) for name in true), found


REFUSED = [                                                            # declarations, data, (line, words) of each problem
    ("int N;\nvector[N] y;", {"Y": [1]}, [(2, "`N` is missing"), (3, "`y` is missing")]),
    ("int N;", {"N": 2.5}, [(2, "`N` is 2.5, and is declared as an int")]),
    ("int N;", {"N": 3.0}, [(2, "`N` is 3.0, a real number")]),
    ("array[2] int y;", {"y": np.array([1.0, 2.0])}, [(2, ".astype(int)")]),
    ("array[2] int y;", {"y": [1.0, 2.5]}, [(2, "`y[2]` is 2.5")]),
    ("int N;", {"N": [3]}, [(2, "write `3`, not `[3]`")]),
    ("array[1] int n;", {"n": 3}, [(2, "`n` is one number, and is declared as 1")]),
    ("vector[1] n;", {"n": 3}, [(2, "in R `array(3, 1)`")]),
    ("int N;\nvector[N] y;", {"N": 3, "y": [1, 2]}, [(3, "`y` has 2 numbers, and is declared with 3 (`N`)")]),
    ("int N;\nmatrix[N, 2] X;", {"N": 3, "X": np.zeros((2, 3))}, [(3, "2 × 3 numbers, and is declared with 3 × 2 (`N × 2`)")]),
    ("matrix[3, 1] X;", {"X": [1, 2, 3]}, [(2, "3 × 1")]),
    ("vector[0] x;", {"x": [1]}, [(2, "declared with 0")]),
    ("matrix[2, 2] X;", {"X": [[1, 2], [3]]}, [(2, "different lengths")]),
    ("vector[2] x;", {"x": ["a", "b"]}, [(2, "text")]),
    ("vector[2] x;", {"x": [1, None]}, [(2, "1 missing value")]),
    ("real x;", {"x": None}, [(2, "null")]),
    ("vector[2] x;", {"x": np.ma.masked_invalid([1, np.nan])}, [(2, "1 missing value")]),
    ("vector[2] x;", {"x": [1j, 2]}, [(2, "complex")]),
    ("real x;", {"x": {"1": 2}}, [(2, "is a tuple")]),
    ("tuple(int, real) t;", {"t": {"1": 2}}, [(2, "the parts 1, and is declared with 2")]),
    ("array[2] tuple(int, real) t;", {"t": [(1, 2)]}, [(2, "has 1, and is declared as an array of 2 tuples")]),
    ("array[2] tuple(int, real) t;", {"t": [(1, 2), (1.5, 2)]}, [(2, "`t[2].1` is 1.5")]),
    ("int N;\narray[N] int y;", {"N": -1, "y": []}, [(3, "the size `N` is -1")]),
    ("int N;\nint K;\narray[N / K] int y;", {"N": 1, "K": 0, "y": []}, [(4, "no value for these data")]),
    ("array[2] int n;\nvector[n[3]] x;", {"n": [1, 2], "x": [1]}, [(3, "index 3 is out of range: there are 2")]),
    ("int<lower=0> N;\narray[3] int<lower=1, upper=5> y;", {"N": -2, "y": [1, 6, 9]},
     [(2, "`N` is -2, below its lower bound 0"), (3, "`y[2]` is 6, above its upper bound 5, and so 1 other")]),
    ("int<upper=3> N;\nvector[N] y;", {"N": 4, "y": [1]}, [(2, "above its upper bound 3"), (3, "declared with 4")]),
    ("matrix<lower=0>[2, 2] X;", {"X": [[1, 2], [-3, "NaN"]]}, [(2, "`X[2,1]` is -3")]),
    ("vector<lower=[0, 1, 2]'>[2] x;", {"x": [1, 2]}, [(2, "bound of `x` has 3 numbers")]),
    ("real<lower=0> x;", {"x": "NaN"}, [(2, "`x` is nan, below")]),
    ("simplex[2] s;\nsimplex[2] t;", {"s": [0.5, 0.6], "t": [1.5, -0.5]}, [(2, "sums to 1.1"), (3, "`t[2]` is -0.5")]),
    ("array[2] simplex[2] s;", {"s": [[0.5, 0.5], [0.5, 0.4]]}, [(2, "`s[2]` sums to 0.9")]),
    ("ordered[3] o;\npositive_ordered[2] p;", {"o": [1, 2, 2], "p": [-1, 2]}, [(2, "`o[3]` is 2, not above `o[2]`, 2"), (3, "`p[1]` is -1")]),
    ("unit_vector[2] u;\nsum_to_zero_vector[2] z;", {"u": [1, 1], "z": [1, 1]}, [(2, "length 1.414"), (3, "sums to 2")]),
    ("cov_matrix[2] S;\ncov_matrix[2] T;", {"S": [[1, 2], [2, 1]], "T": [[1, 0], [1, 1]]}, [(2, "positive definite"), (3, "`T[1,2]` is 0, `T[2,1]` is 1")]),
    ("corr_matrix[2] R;", {"R": [[2, 0], [0, 1]]}, [(2, "`R[1,1]` is 2, and the diagonal must be 1")]),
    ("cholesky_factor_corr[2] C;", {"C": [[1, 0], [0.5, 0.5]]}, [(2, "row 2 of `C` has length")]),
    ("cholesky_factor_cov[2] L;", {"L": [[1, 1], [0, 1]]}, [(2, "`L[1,2]` is 1, and must be 0 above")]),
    ("row_stochastic_matrix[1, 2] A;\ncolumn_stochastic_matrix[2, 1] B;", {"A": [[1, 1]], "B": [[1], [1]]}, [(2, "row 1 of `A`"), (3, "column 1 of `B`")]),
]  # fmt: skip


@pytest.mark.parametrize(("declarations", "given", "problems"), REFUSED, ids=[f"{k}-{words[0][1][:30]}" for k, (*_, words) in enumerate(REFUSED)])
def test_all_problems_are_said_at_once_and_at_their_declarations(declarations, given, problems):
    with pytest.raises(DataError) as caught:
        convert(program(declarations), given)
    told = str(caught.value)
    assert told.count("  at data.stan:") == len(problems), told
    for line, words in problems:
        assert f"  at data.stan:{line}:" in told and words in told, told
    assert "^" in told


def test_names_that_are_near_are_named():
    with pytest.raises(DataError, match="did you mean `sigma_y`"):
        convert(program("real sigma;"), {"sigma_y": 1.0})


def test_pandas_and_xarray():
    import pandas as pd
    import xarray as xr

    tree = program("int N;\nvector[N] x;\nmatrix[N, 2] X;\narray[N] int g;\nmatrix[2, N] Z;")
    table = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4, 5, 6], "g": [1, 2, 1]})
    found = convert(tree, {"N": len(table), "x": table["a"], "X": table[["a", "b"]], "g": table["g"], "Z": xr.DataArray(np.zeros((2, 3)), dims=("k", "n"))})
    assert found["X"].tolist() == [[1, 4], [2, 5], [3, 6]] and found["g"].dtype == np.int64 and found["x"].tolist() == [1, 2, 3]
    with pytest.raises(DataError, match="codes \\+ 1"):
        convert(program("array[2] int g;"), {"g": pd.Series(["a", "b"]).astype("category")})
    with pytest.raises(DataError, match="1 missing value|is nan"):
        convert(program("array[2] int g;"), {"g": pd.array([1, None], dtype="Int64")})
