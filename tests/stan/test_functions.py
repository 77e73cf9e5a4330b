"""Laws of the table of functions that are no distributions: each line is what CPython computes, compiled, and has the gradient that differences give."""
from __future__ import annotations

import importlib.util
import itertools
import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from expressions import check_values, total

from llbayes import ad
from llbayes.stan import functions
from llbayes.stan.notation import types_of
from llbayes.stan.signatures import TABLE, Signature, resolve
from llbayes.stan.types import Type

pytestmark = pytest.mark.thinned(3)

SUBJECTS = ("operators", "elementwise", "logarithms", "gammas", "arrays", "matrices", "algebra", "covariances")
SIZE = 3
STEP = 1e-5
LETTERS = {"R": ("vector", "real"), "M": ("row_vector", "real"), "Z": ("array[] int", "int"), "V": ("vector",), "A": ("vector",)}
HEADER = "import numpy as np\n\nfrom llbayes import ppl\nfrom llbayes.stan import library as st\n"

# numbers are between these, but in some functions
BETWEEN = (0.2, 0.8)
DOMAINS = {"acosh": (1.2, 3.0), "log1m_exp": (-3.0, -0.1), "lambert_wm1": (-0.36, -0.05), "std_normal_log_qf": (-3.0, -0.1),
           "bessel_second_kind": (1.0, 3.0), "modified_bessel_second_kind": (1.0, 3.0)}  # fmt: skip
SPARSE = ([2, 3, 1], [1, 3, 3, 4])
ARGUMENTS: dict[str, dict[int, Any]] = {                   # arguments that are no numbers between two, by place, of a function or a line
    "to_matrix": {1: 3, 2: 1, 3: 0}, "to_matrix(matrix, int, int)": {1: 1, 2: 9}, "to_matrix(matrix, int, int, int)": {1: 1, 2: 9, 3: 0},
    "log_diff_exp": {0: 1.5}, "log_inv_logit_diff": {0: 1.5}, "choose": {0: 5}, "one_hot_array": {0: 4}, "one_hot_int_array": {0: 4},
    "one_hot_vector": {0: 4}, "one_hot_row_vector": {0: 4}, "binary_log_loss": {0: 1}, "block": {1: 1, 2: 2, 3: 2, 4: 2}, "sub_col": {1: 2, 3: 1}, "sub_row": {2: 2, 3: 1},
    "lower_upper_bound_constrain": {1: -1, 2: 2}, "cholesky_factor_corr_constrain": {1: 3}, "cholesky_factor_cov_constrain": {1: 2, 2: 2},
    "corr_matrix_constrain": {1: 3}, "cov_matrix_constrain": {1: 2}, "segment": {1: 2, 2: 2}, "csr_matrix_times_vector": {0: 3, 1: 3, 3: SPARSE[0], 4: SPARSE[1]}, "csr_to_dense_matrix": {0: 3, 1: 3, 3: SPARSE[0], 4: SPARSE[1]},
}  # fmt: skip
UNDETERMINED = ("eigenvectors_sym", "eigendecompose_sym", "svd", "svd_U", "svd_V")                           # up to signs
HOST_ONLY = ("csr_extract", "csr_extract_w", "csr_extract_v", "csr_extract_u", "to_int", "quantile")      # of data


class Case(NamedTuple):
    """A line of the table with types of its arguments."""

    signature: Signature
    types: tuple[Type, ...]

    @property
    def label(self) -> str:
        return f"{self.signature.name}({', '.join(map(str, self.types))})"

    @property
    def given(self) -> dict[int, Any]:
        return ARGUMENTS.get(self.label) or ARGUMENTS.get(self.signature.name, {})

    def arguments(self) -> list[Any]:
        """Arguments, the same in every run."""
        rng = np.random.default_rng(len(self.label))
        return [self.argument(k, t, rng) for k, t in enumerate(self.types)]

    def argument(self, k: int, t: Type, rng: np.random.Generator) -> Any:
        name, shape = self.signature.name, (SIZE,) * t.rank
        given = self.given.get(k)
        if t.base == "int":
            if t.rank == 0:
                return 2 if given is None else given
            return rng.integers(1, 4, shape) if given is None else np.array(given) if np.ndim(given) else np.full(shape, given)
        low, high = DOMAINS.get(name, BETWEEN) if given is None else (given, given + 0.5)
        value = rng.uniform(low, high, shape)
        if t.base == "matrix" and t.dims == 0 and name not in DOMAINS:
            value = 0.2 * (value + value.T) + np.eye(SIZE)
        return value if t.rank else float(value)


def typed(signature: Signature):
    """A line with all types that its letters stand for here."""
    choices = [[types_of(word)[0].array(a.dims) for word in LETTERS[a.letter]] if a.letter else a.types[:2] for a in signature.arguments]
    for types in itertools.product(*choices):
        found = resolve(signature.name, types)
        if found is not None and found.signature is signature:
            yield Case(signature, types)


OF_MODELS = ("_jacobian", "_unconstrain")         # functions that add to a density, and that take values of a set alone: `test_transform_functions.py`
SIGNATURES = [signature for lines in TABLE.values() for signature in lines if signature.chapter and not signature.name.endswith(OF_MODELS)
              and not (signature.chapter == functions.transforms.CHAPTER and signature.arguments[0].types[0].dims)]
CHAPTERS = sorted({signature.chapter for signature in SIGNATURES})
BY_NAME = functions.operators.NAMES.keys() | functions.operators.DIVISIONS.keys()        # operators once more


def cases(chapter: str, every: bool) -> list[Case]:
    """The lines of a chapter: each with the first types that its letters may stand for, or with every choice."""
    lines = [s for s in SIGNATURES if s.chapter == chapter and s.arguments and s.name not in {*BY_NAME, *HOST_ONLY}]
    return [case for line in lines for case in itertools.islice(typed(line), None if every else 1)]


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of every case as a function, in a file, since compiled functions have a source."""
    made: dict[str, int] = {}
    for signature in SIGNATURES:
        made.setdefault(written(signature), len(made))
    path = tmp_path_factory.mktemp("functions") / "lines.py"
    path.write_text(HEADER + "".join(f"\n\ndef f{k}{text}" for text, k in made.items()))
    spec = importlib.util.spec_from_file_location("lines", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda signature: getattr(module, f"f{made[written(signature)]}")


def written(signature: Signature) -> str:
    """Parameters and body of the function that is a line."""
    return f"({', '.join(f'_{k}' for k in range(len(signature.arguments)))}):\n    return {signature.python}\n"


def applied(case: Case, f):
    """A function of those arguments of a case that are known at run time alone, and these arguments."""
    every = case.arguments()
    late = [k for k, t in enumerate(case.types) if t.base != "int" or t.rank and k not in case.given]

    def call(*given):
        arguments = list(every)
        for k, value in zip(late, given, strict=True):
            arguments[k] = value
        return f(*arguments)
    return call, [every[k] for k in late]


def check(chapter: str, python, every: bool):
    """All cases of a chapter in one program."""
    table, arguments = {}, []
    for case in cases(chapter, every):
        call, given = applied(case, python(case.signature))
        start, stop = len(arguments), len(arguments) + len(given)
        table[case.label] = lambda *a, call=call, start=start, stop=stop: call(*a[start:stop])
        arguments += given
    check_values(table, *arguments, rtol=1e-11)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_compiled_lines_give_the_values_of_cpython(chapter, python):
    check(chapter, python, every=False)


@pytest.mark.sweep
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_lines_of_every_type_give_the_values_of_cpython(chapter, python):
    check(chapter, python, every=True)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_gradients_are_those_of_differences(chapter, python):
    """The gradient of a curved sum of all real values in all real arguments."""
    parts, reals = [], []
    for case in cases(chapter, every=False):
        call, arguments = applied(case, python(case.signature))
        moving = [k for k, a in enumerate(arguments) if np.asarray(a).dtype == float]
        if moving and smooth(case):
            parts.append((curved(call, arguments, moving, 0.1 * len(parts)), len(reals), len(reals) + len(moving), case.label))
            reals += [np.array(arguments[k]) for k in moving]

    def whole(*reals):
        result = 0.0
        for part, start, stop, _ in parts:
            result += part(*reals[start:stop])
        return result
    slopes = ad.grad(whole, tuple(range(len(reals))))(*reals)
    for part, start, stop, label in parts:
        for found, wanted in zip(slopes[start:stop], differences(part, reals[start:stop]), strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6, err_msg=label)


def curved(call, arguments, moving, weigh):
    """A curved number of what a call gives, as a function of its real arguments."""
    def value(*reals):
        given = list(arguments)
        for k, real in zip(moving, reals, strict=True):
            given[k] = real
        return total(call(*given), weigh)
    return value


def differences(f, arguments):
    """Central differences in every element of every argument."""
    for k, argument in enumerate(arguments):
        slopes = np.zeros(argument.shape)
        for place in np.ndindex(argument.shape):
            step = np.zeros(argument.shape)
            step[place] = STEP
            ends = [f(*arguments[:k], argument + h, *arguments[k + 1:]) for h in (step, -step)]
            slopes[place] = (ends[0] - ends[1]) / (2 * STEP)
        yield slopes


def smooth(case: Case) -> bool:
    """Whether a value is of real numbers, all determined by the arguments, and not a step."""
    return case.signature.name not in UNDETERMINED and "int" not in case.signature.text.split("(")[0].split()[:-1]


def test_no_line_computes_an_argument_twice():
    """It may be long, or a random draw."""
    for signature in SIGNATURES:
        places = re.findall(r"\b_\d\b", signature.python)
        assert len(places) == len(set(places)), signature.text
