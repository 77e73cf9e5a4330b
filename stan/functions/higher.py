"""Stan's functions that take a function of the user's first: what that takes and gives, and which Python the call becomes.

    array[] vector ode_rk45(vector(real, vector, ...), vector, real, array[] real, ...) = st.ode_rk45

The function's notation is `RESULT(ARGUMENT, …)`; `...` at both ends stands for any further arguments, which are handed on. The types that it names must be
the user's exactly, but the promotions of what the call gives. Python is called with all arguments in their order.
"""
from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from ..signatures import Argument, Table, argument, split
from ..types import Type


class Higher(NamedTuple):
    """`callback` and `callback_result`: what the user's function takes and gives; `arguments`: what stands behind it in the call; `rest`: whether more
    is handed on."""

    name: str
    callback: tuple[Argument, ...]
    callback_result: Type
    arguments: tuple[Argument, ...]
    rest: bool
    result: Type
    python: str

    def __str__(self) -> str:
        more = ["…"] if self.rest else []
        callback = f"{self.callback_result}({', '.join([*map(str, self.callback), *more])})"
        return f"{self.name}({', '.join([callback, *map(str, self.arguments), *more])})"


HIGHER = Table[Higher]()
LINE = re.compile(r"(.+?) (\w+)\((.+)\) = (.+)")
NAME = re.compile(r" (\w+)\(")


def declare_higher(text: str) -> None:
    """Adds the lines of a text to the table, to be read when one of their names is asked for."""
    for line in filter(None, map(str.strip, text.splitlines())):
        found = NAME.search(line)
        assert found is not None, f"no signature: {line}"
        HIGHER.add_later(found[1], partial(read, line))


def read(line: str) -> list[Higher]:
    """The signature of a line."""
    result, name, inside, python = LINE.fullmatch(line).groups()                            # pyright: ignore[reportOptionalMemberAccess]
    first, *others = split(inside)
    callback_result, callback = re.fullmatch(r"(.+?)\((.+)\)", first).groups()              # pyright: ignore[reportOptionalMemberAccess]
    rest = others[-1:] == ["..."]
    return [Higher(name, typed(split(callback)), typed([callback_result])[0].types[0], typed(others), rest, typed([result])[0].types[0], python)]


def typed(words: list[str]) -> tuple[Argument, ...]:
    """Arguments from their notation, without `...`."""
    return tuple(argument(word) for word in words if word != "...")


ODE = "vector(real, vector, ...), vector, real, array[] real"
OLD_ODE = ("array[] real(real, array[] real, array[] real, data array[] real, data array[] int), array[] real, real, array[] real, array[] real, "
           "data array[] real, data array[] int")
SOLVE = "vector(vector, ...), vector"
OLD_SOLVE = "vector(vector, vector, data array[] real, data array[] int), vector, vector, data array[] real, data array[] int"
TOLERANCES = "data real, data real, data int"
OLD_TOLERANCES = "data real, data real, data real"
ADJOINT = "data real, data vector, data real, data vector, data real, data real, data int, data int, data int, data int, data int"
INTEGRAND = "real(real, real, array[] real, data array[] real, data array[] int), real, real, array[] real, data array[] real, data array[] int"
INTEGRAL = "real(real, real, ...), real, real"
JOB = "vector(vector, vector, data array[] real, data array[] int), vector, array[] vector, data array[,] real, data array[,] int"
SLICES = ("int", "real", "vector", "row_vector", "matrix")

# Stan's method -> ours (`library/odes.py`): by its own tolerances, by given ones, by given ones that stand last
ODES = {
    "rk45": ("ode_rk45", "ode_rk45_tol", "integrate_rk45_tol"),
    "ckrk": ("ode_rk45", "ode_rk45_tol", "integrate_rk45_tol"),
    "adams": ("ode_adams", "ode_rk45_tol", "integrate_rk45_tol"),
    "bdf": ("ode_bdf", "ode_bdf_tol", "integrate_bdf_tol"),
}


def declare_all() -> None:
    """The functions that differ in a name or in what they slice."""
    for method, (plain, tol, _) in ODES.items():
        declare_higher(f"array[] vector ode_{method}({ODE}, ...) = st.{plain}\narray[] vector ode_{method}_tol({ODE}, {TOLERANCES}, ...) = st.{tol}")
    for name, method in {"_rk45": "rk45", "_bdf": "bdf", "_adams": "adams", "": "rk45"}.items():
        plain, _, last = ODES[method]
        declare_higher(f"array[,] real integrate_ode{name}({OLD_ODE}) = st.{plain}\narray[,] real integrate_ode{name}({OLD_ODE}, {OLD_TOLERANCES}) = st.{last}")
    for rule in ("gauss_kronrod", "double_exponential"):
        declare_higher(f"real integrate_1d_{rule}({INTEGRAL}, ...) = st.integrate_1d")
        declare_higher(f"real integrate_1d_{rule}_tol({INTEGRAL}, {TOLERANCES}, ...) = st.integrate_1d_tol")
    for name in ("reduce_sum", "reduce_sum_static"):
        for slice_of in (Type(base, dims) for base in SLICES for dims in range(1, 5)):
            declare_higher(f"real {name}(real({slice_of}, data int, data int, ...), {slice_of}, int, ...) = st.reduce_sum")


declare_all()
declare_higher(f"""
array[] vector ode_adjoint_tol_ctl({ODE}, {ADJOINT}, ...) = st.ode_adjoint
vector solve_newton({SOLVE}, ...) = st.solve_newton
vector solve_newton_tol({SOLVE}, {TOLERANCES}, ...) = st.solve_newton_tol
vector algebra_solver_newton({OLD_SOLVE}) = st.algebra_solver_newton
vector algebra_solver_newton({OLD_SOLVE}, {OLD_TOLERANCES}) = st.algebra_solver_newton_tol
real integrate_1d({INTEGRAND}) = st.integrate_1d
real integrate_1d({INTEGRAND}, data real) = st.integrate_1d_last
vector map_rect({JOB}) = st.map_rect
""")
