"""Every way in which arguments of a distribution may be one value or many is the sum over single ones; compiled code gives what CPython gives."""
from __future__ import annotations

import math

import numpy as np
import pytest

from llbayes import ad
from llbayes.ir.errors import ModelError
from llbayes.stan.functions.laws import LAWS, OLD, Law
from llbayes.stan.functions.laws.words import WORDS, forms
from llbayes.stan.notation import types_of
from llbayes.stan.signatures import TABLE, resolve
from llbayes.stan.types import INT, MATRIX, REAL, ROW, VECTOR

from .lines import Line, functions, value_of
from .points import ORDINARY

COUNT = 3
ALL = [(name, law) for name, given in LAWS.items() for law in ([given] if isinstance(given, Law) else given)]
BY_ROWS = [name for name in LAWS if name.endswith("_glm")]                      # their predictor is a matrix product: `stan.json` has what they are
SINGLE = [(name, law) for name, law in ALL if name not in BY_ROWS]


def first_type(text):
    """The first of the types of an argument."""
    return types_of(text.split(" | ")[0])[0]


def line_of(function, form):
    """The Python of a function for one form of its arguments."""
    match = resolve(function, [first_type(text) for text in form.arguments])
    assert match is not None, (function, form)
    return Line(match.signature.python, len(form.arguments))


def points_of(name, law):
    """Some points of a law, each one value of every argument, of the same sizes."""
    ranks = [first_type(WORDS.get(word, (word,))[0]).rank for word in (law.left, *law.arguments)]
    fitting = [p for p in ORDINARY[name] if [np.ndim(a) for a in p] == ranks]
    fitting = [p for p in fitting if list(map(np.shape, p)) == list(map(np.shape, fitting[0]))]
    return [fitting[k % len(fitting)] for k in range(COUNT)]


def given(form, points):
    """Arguments of a form, of which some are many."""
    return [np.array([p[k] for p in points]) if k in form.many else value_of(points[0][k]) for k in range(len(form.arguments))]


def density_of(name, law):
    return f"{name}_{'lpmf' if law.discrete else 'lpdf'}"


def has_single(law):
    """May all arguments be single?"""
    return all(WORDS.get(word, ("one",))[0] for word in (law.left, *law.arguments))


@pytest.mark.parametrize("name", [name for name, law in SINGLE if has_single(law)])
def test_many_are_the_sum_of_single_ones(name):
    law = LAWS[name] if isinstance(LAWS[name], Law) else LAWS[name][0]
    alone, *several = forms((law.left, *law.arguments))
    points, wholes = points_of(name, law), {density_of(name, law): math.fsum} | {
        f"{name}_{tail}": math.prod if tail == "cdf" else math.fsum for tail in law.tails}  # fmt: skip
    for function, whole in wholes.items():
        one = line_of(function, alone)
        for form in several if function == density_of(name, law) else several[-1:]:
            each = [[points[i][k] if k in form.many else points[0][k] for k in range(len(form.arguments))] for i in range(COUNT)]
            wanted = whole([float(one(*map(value_of, arguments))) for arguments in each])
            np.testing.assert_allclose(line_of(function, form)(*given(form, points)), wanted, rtol=1e-12, err_msg=f"{function} {form}")


@pytest.mark.parametrize("name", BY_ROWS)
def test_a_row_of_predictors_is_the_same_row_for_all(name):
    law = LAWS[name][0]
    place = 1 + law.arguments.index("rows")
    point = list(map(value_of, ORDINARY[name][0]))
    row = point[place][0]
    point[place] = np.tile(row, (len(point[0]), 1))
    types = [Line.kind(a) for a in point]
    rows, one = resolve(density_of(name, law), types), resolve(density_of(name, law), [*types[:place], ROW, *types[place + 1 :]])
    wanted = Line(rows.signature.python, len(point))(*point)
    point[place] = row
    np.testing.assert_allclose(Line(one.signature.python, len(point))(*point), wanted, rtol=1e-13)


def compiled_forms(chosen, folder):
    """Some forms of densities in one program, compared with CPython."""
    lines, arguments = [], []
    for name, law, form in chosen:
        lines.append(line_of(density_of(name, law), form))
        arguments.append(given(form, points_of(name, law)))
    made = functions([line.text for line in lines], folder)

    def every():
        return [f(*a) for f, a in zip(made, arguments, strict=True)]
    sizes = [len(a) for a in arguments]
    flat = [a for each in arguments for a in each]

    def whole(*values):
        results, at = [], 0
        for f, size in zip(made, sizes):
            results.append(f(*values[at : at + size]))
            at += size
        return tuple(results)
    found = ad.evaluate(whole)(*flat)
    for (name, _, form), value, wanted in zip(chosen, found, every(), strict=True):
        np.testing.assert_allclose(value, wanted, rtol=1e-12, err_msg=f"{name} {form}")


def test_forms_of_many_are_compiled(tmp_path):
    """The last form of each law, in which all that may be many is."""
    chosen = [(name, law, list(forms((law.left, *law.arguments)))[-1]) for name, law in SINGLE if name not in IN_SIZES and has_single(law)]
    compiled_forms(chosen, tmp_path)


@pytest.mark.sweep
@pytest.mark.parametrize("part", range(4))
def test_all_forms_are_compiled(part, tmp_path):
    chosen = [(name, law, form) for name, law in SINGLE if name not in IN_SIZES and has_single(law) for form in forms((law.left, *law.arguments))]
    compiled_forms(chosen[part::4], tmp_path)


IN_SIZES = ("hypergeometric",)                  # whole numbers of one value: nothing runs


@pytest.mark.parametrize("function, types", [
    ("normal_lpdf", (VECTOR, VECTOR, REAL)), ("normal_lpdf", (REAL, VECTOR, VECTOR)), ("normal_lcdf", (VECTOR, REAL, VECTOR)),
    ("poisson_lpmf", (INT.array(), VECTOR)), ("student_t_lccdf", (ROW, VECTOR, REAL, REAL)), ("gamma_cdf", (VECTOR, VECTOR, REAL)),
])  # fmt: skip
def test_containers_of_one_call_have_one_length(function, types):
    """A container of one element is not stretched, as NumPy would."""
    match, lengths = resolve(function, types), iter((3, 1))
    arguments = [np.ones(next(lengths), int if t.base == "int" else float) if t.rank else 0.5 for t in types]
    with pytest.raises(ModelError, match="1 and 3 elements"):
        Line(match.signature.python, len(types))(*arguments)


def test_no_values_have_density_one():
    assert Line(resolve("normal_lpdf", (VECTOR, REAL, REAL)).signature.python, 3)(np.zeros(0), 0.0, 1.0) == 0.0
    assert Line(resolve("poisson_lpmf", (INT.array(), VECTOR)).signature.python, 2)(np.zeros(0, int), np.zeros(0)) == 0.0


@pytest.mark.parametrize("function, arguments", [
    ("normal_lpdf", (0.0, 0.0, -1.0)), ("gamma_lpdf", (1.0, -1.0, 1.0)), ("gamma_lpdf", (-1.0, 1.0, 1.0)), ("uniform_lpdf", (2.0, 0.0, 1.0)),
    ("beta_lpdf", (1.5, 2.0, 2.0)), ("poisson_lpmf", (-1, 2.0)), ("binomial_lpmf", (4, 3, 0.5)), ("pareto_lpdf", (0.5, 1.0, 2.0)),
    ("neg_binomial_2_lpmf", (0, 0.0, 1.5)), ("neg_binomial_2_lpmf", (2, 0.0, 1.5)),
])  # fmt: skip
def test_outside_of_support_and_domains_nothing_is_likely(function, arguments):
    types = [INT if isinstance(a, int) else REAL for a in arguments]
    arguments = [np.asarray(a)[()] for a in arguments]                          # numbers known when the program runs
    assert Line(resolve(function, types).signature.python, len(types))(*arguments) == -math.inf


@pytest.mark.parametrize("function, types", [
    ("normal_lpdf", (MATRIX, REAL, REAL)), ("normal_lpdf", (REAL, REAL)), ("poisson_lpmf", (REAL, REAL)), ("multi_normal_lpdf", (VECTOR, REAL, MATRIX)),
    ("lkj_corr_lpdf", (VECTOR, REAL)), ("categorical_lpmf", (INT, REAL.array())), ("multinomial_rng", (VECTOR, REAL)), ("normal_id_glm_lpdf", (VECTOR, VECTOR, REAL, VECTOR, REAL)),
    ("bernoulli_logit_cdf", (INT, REAL)), ("ordered_logistic_lpmf", (INT.array(), REAL, VECTOR)),
])  # fmt: skip
def test_what_stan_does_not_take_is_not_there(function, types):
    assert resolve(function, types) is None


def test_names_of_earlier_versions_are_those_of_functions():
    assert OLD["normal_log"] == "normal_lpdf" and OLD["poisson_log"] == "poisson_lpmf" and OLD["gamma_cdf_log"] == "gamma_lcdf"
    assert all(new in TABLE for old, new in OLD.items() if old.endswith("_log") and not old.endswith("cdf_log"))
