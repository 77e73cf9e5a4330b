"""Programs that the language refuses, with a part of the message; the line at fault ends in `# <-`.

`WRONG` is the table: name -> (function, arguments, part of the message).
"""
# ruff: noqa
from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any, NamedTuple

import itertools
import statistics
from functools import partial

import numpy as np
from scipy import integrate, interpolate, linalg, optimize, special, stats

WRONG: dict[str, tuple[Callable[..., Any], tuple[Any, ...], str]] = {}
Z, Y = np.array([0.3, -0.5, 0.9]), np.array([1.0, 2.0, 3.0])
TABLE = {"a": 1.0}
COUNT = 0


class Point(NamedTuple):
    """A record."""

    x: float


POINT = Point(1.0)
PENDING: set[str] = set()


def wrong(message, *args):
    """Register a program with what its error says; arguments are (z, y) unless given."""
    def add(f):
        WRONG[f.__name__] = (f, args or (Z, Y), message)
        return f
    return add


@wrong("comprehension")
def comprehension_over_run_time(z, y):
    a = [m * 2.0 for m in z if m > 0]  # <-
    return a[0]


@wrong("`else` on a loop")
def for_else(z, y):
    for i in range(3):  # <-
        if z[i] > 5:
            break
    else:
        return 1.0
    return 2.0


@wrong("`else` on a loop")
def while_else(z, y):
    k = 0
    while z[k] > 5:  # <-
        k += 1
    else:
        k = 2
    return z[k]


@wrong("`global`")
def global_write(z, y):
    global COUNT  # <-
    COUNT = 1
    return z[0]


@wrong("`try`")
def try_block(z, y):
    try:  # <-
        return z[0]
    except ValueError:
        return 0.0


@wrong("`with`")
def with_block(z, y):
    with np.errstate(all="ignore"):  # <-
        return z[0]


@wrong("generators")
def generator(z, y):
    yield z[0]  # <-


@wrong("classes")
def class_inside(z, y):
    class A:  # <-
        pass
    return z[0]


@wrong("`import`")
def import_inside(z, y):
    import math as m  # <-
    return m.exp(z[0])


@wrong("`del`")
def delete(z, y):
    a = z[0]
    del a  # <-
    return z[1]


@wrong("`match`")
def match_statement(z, y):
    match z[0]:  # <-
        case 0:
            return 1.0
    return 2.0


@wrong("sets")
def set_literal(z, y):
    a = {z[0], z[1]}  # <-
    return z[0]


@wrong("async")
def async_inside(z, y):
    async def g():  # <-
        return 1.0
    return z[0]


@wrong("shape")
def shapes_do_not_broadcast(z, y):
    return np.sum(z[:2] + y)  # <-


@wrong("shape")
def matrix_product_shapes(z, y):
    return np.sum(np.ones((2, 2)) @ z)  # <-


@wrong("shape")
def assignment_shapes(z, y):
    a = np.zeros(4)
    a[:2] = z  # <-
    return np.sum(a)


@wrong("writing to it")
def write_to_parameter(z, y):
    z[0] = 1.0  # <-
    return np.sum(z)


@wrong("writing to it")
def write_to_data(z, y):
    y += 1.0  # <-
    return np.sum(y)


@wrong("out of")
def static_index_too_large(z, y):
    return z[3]  # <-


@wrong("out of")
def static_index_too_small(z, y):
    return z[-4]  # <-


@wrong("index")
def float_index(z, y):
    return z[y[0]]  # <-


@wrong("2 indices for an array of rank 1")
def too_many_indices(z, y):
    return z[0, 1]  # <-


@wrong("truth")
def truth_of_array(z, y):
    if z > 0:  # <-
        return 1.0
    return 2.0


@wrong("`numpy.fft.fft` is not in the language")
def unknown_function(z, y):
    return np.sum(np.fft.fft(z))  # <-


@wrong("nothing")
def unknown_attribute(z, y):
    return z.nothing  # <-


@wrong("`undefined_name` is not defined")
def unknown_name(z, y):
    return undefined_name + z[0]  # <-


@wrong("`v` may be undefined here")
def name_set_on_one_path(z, y):
    if z[0] > 0:
        v = 1.0
    return v  # <-


@wrong("a shape depends on run-time values")
def array_of_run_time_size(z, y):
    n = int(y[0])
    a = np.zeros(n)  # <-
    return np.sum(a)


@wrong("`+` between `'a'` and a run-time number")
def string_of_run_time_value(z, y):
    s = "a" + z[0]  # <-
    return z[0]


@wrong("a run-time value in an f-string")
def formatted_run_time_value(z, y):
    s = f"{z[0]}"  # <-
    return TABLE[s]


@wrong("a dict is indexed by a run-time value")
def dictionary_by_run_time_key(z, y):
    return TABLE[z[0]]  # <-


@wrong("KeyError: 'b'")
def missing_key(z, y):
    return TABLE["b"] * z[0]  # <-


@wrong("recursion")
def endless_recursion(z, y):
    def f(x):
        return x if x < 0 else f(x - 1.0)  # <-
    return f(z[0])


@wrong("takes 1 positional arguments but 2 were given")
def too_many_arguments(z, y):
    def f(a):
        return a
    return f(z[0], z[1])  # <-


@wrong("unexpected keyword argument 'weights'")
def unexpected_keyword(z, y):
    return np.sum(z, weights=y)  # <-


@wrong("2 names for 3 values")
def unpacking_wrong_number(z, y):
    a, b = (z[0], z[1], z[2])  # <-
    return a


@wrong("cannot be changed under run-time control flow")
def list_grows_on_a_path(z, y):
    a = []
    if z[0] > 0:
        a.append(1.0)  # <-
    return len(a) + z[0]


@wrong("a run-time number is not a function")
def call_of_a_number(z, y):
    return z[0](1.0)  # <-


@wrong("axis 1 of an array of rank 1")
def wrong_axis(z, y):
    return np.sum(np.sum(z, axis=1))  # <-


@wrong("cannot take the shape (2, 2)")
def reshape_to_another_size(z, y):
    return np.sum(z.reshape(2, 2))  # <-


@wrong("the max of no elements")
def maximum_of_nothing(z, y):
    return np.max(z[0:0])  # <-


@wrong("different shapes: (1,), (2,)")
def ragged_literal(z, y):
    return np.sum(np.array([[z[0], 1.0], [2.0]]))  # <-


@wrong("a run-time number cannot be indexed")
def number_has_no_index(z, y):
    a = z[0]
    return a[0]  # <-


@wrong("`<` between a run-time number and `'a'`")
def string_comparison(z, y):
    return 1.0 if z[0] < "a" else 2.0  # <-


@wrong("os.listdir")
def file_access(z, y):
    return z[0] + len(os.listdir("."))  # <-


@wrong("numpy.random")
def random_inside(z, y):
    return z[0] + np.random.normal()  # <-


@wrong("cannot be looped over")
def loop_over_number(z, y):
    s = 0.0
    for v in z[0]:  # <-
        s += v
    return s


@wrong("must not be zero")
def step_of_range_zero(z, y):
    s = 0.0
    for i in range(0, 3, 0):  # <-
        s += z[i]
    return s


@wrong("the bounds of a range must be integers")
def float_range(z, y):
    s = 0.0
    for i in range(z[0]):  # <-
        s += 1.0
    return s


@wrong("a compile-time value may not depend on run-time data")
def mixed_records_on_paths(z, y):
    a = (z[0], z[1])
    if z[0] > 0:
        a = (z[0],)
    return a[0]  # <-


@wrong("cannot be returned from compiled code")
def returns_a_function(z, y):
    return lambda x: x  # <-


@wrong("`:=` in a comprehension")
def walrus_in_a_comprehension(z, y):
    a = [(w := z[k]) for k in range(3)]  # <-
    return a[0]


@wrong("`.count` of run-time values")
def counting_run_time_values(z, y):
    a = [z[0], z[1]]
    return a.count(z[0]) + z[1]  # <-


@wrong("between lists or tuples")
def comparison_of_lists(z, y):
    a, b = [z[0], z[1]], [z[1], z[2]]
    return 1.0 if a == b else 2.0  # <-


@wrong("length that depends on data")
def filter_by_run_time_values(z, y):
    a = list(filter(lambda v: v > 0, z))  # <-
    return a[0]


@wrong("has no field `nothing`")
def replacing_an_unknown_field(z, y):
    p = POINT._replace(nothing=z[0])  # <-
    return p.x


@wrong("cannot be changed under run-time control flow")
def list_grows_in_a_while_loop(z, y):
    a, k = [], 0
    while z[k] > 5 and k < 2:
        a.append(z[k])  # <-
        k += 1
    return len(a) + z[0]


@wrong("a dict is indexed by a run-time value")
def dict_set_by_a_run_time_key(z, y):
    d = {"a": 1.0}
    d[z[0]] = 2.0  # <-
    return d["a"]


@wrong("a dict is indexed by a run-time value")
def dict_asked_for_a_run_time_key(z, y):
    table = {0: 1.0}
    return table.get(z[0], 2.0)  # <-


@wrong("a dict is indexed by a run-time value")
def dict_with_a_run_time_key(z, y):
    d = {z[0]: 1.0}  # <-
    return len(d)


@wrong("a function cannot be returned")
def returns_a_closure(z, y):
    return lambda x: x + z[0]  # <-


@wrong("a square matrix is needed here")
def factor_of_a_matrix_that_is_not_square(z, y):
    return np.linalg.cholesky(np.outer(z, y)[:2])[0, 0]  # <-


@wrong("a system of 3 equations has a right-hand side of 2 rows")
def system_that_does_not_fit(z, y):
    return np.linalg.solve(np.outer(z, y), y[:2])[0]  # <-


# -- functions of other libraries
def decay(t, u, k):
    return -k * u


@wrong("`scipy.integrate.solve_ivp` is not in the language for functions of compiled code")
def black_box_of_a_lambda(z, y):
    return integrate.solve_ivp(lambda t, u: -z[0] * u, (0, 1), [1.0]).y[0, -1]  # <-


@wrong("`scipy.integrate.solve_ivp` is not in the language for run-time values")
def black_box_of_a_function_with_run_time_arguments(z, y):
    return integrate.solve_ivp(decay, (0, 1), [1.0], args=(z[0],)).y[0, -1]  # <-


@wrong("`scipy.integrate.quad` is not in the language for functions of compiled code")
def black_box_of_a_nested_function(z, y):
    def f(t):
        return t * z[0]
    return integrate.quad(f, 0, 1)[0]  # <-


@wrong("`scipy.integrate.quad` is not in the language for functions of compiled code")
def black_box_of_a_partial(z, y):
    return integrate.quad(partial(decay, k=z[0], t=0.0), 0, 1)[0]  # <-


@wrong("`scipy.optimize.brentq` is not in the language for functions of compiled code")
def root_finder(z, y):
    return optimize.brentq(lambda t: t**3 - z[0], 0, 5)  # <-


@wrong("`scipy.optimize.minimize` is not in the language for functions of compiled code")
def minimiser_in_a_dict_of_functions(z, y):
    return optimize.minimize(fun=lambda t: (t - z[0]) ** 2, x0=[0.0]).x[0]  # <-


@wrong("`numpy.frompyfunc` is not in the language")
def function_of_python_objects(z, y):
    return np.sum(np.frompyfunc(lambda t: t * z[0], 1, 1)(y))  # <-


@wrong("`scipy.interpolate.CubicSpline` is not in the language")
def spline(z, y):
    return interpolate.CubicSpline([0.0, 1.0, 2.0], z)(0.5)  # <-


# -- texts of run-time values
@wrong("a run-time value in an f-string")
def text_that_is_used(z, y):
    s = f"{z[0]}" + "!"  # <-
    return len(s) + z[0]


@wrong("a run-time value in an f-string")
def number_of_a_text(z, y):
    return z[0] + float("%.3f" % z[1])  # <-


@wrong("a run-time value in an f-string")
def texts_compared(z, y):
    return z[0] if str(z[1]) == "0.5" else z[2]  # <-


@wrong("numbers cannot be concatenated")
def numbers_joined(z, y):
    return np.sum(np.concatenate(z))  # <-
