"""Stan's functions that take a function of the user's first: what that takes and gives, and which Python the call becomes.

    array[] vector ode_rk45(vector(real, vector, ...), vector, real, array[] real, ...) = st.ode_rk45

The function's notation is `RESULT(ARGUMENT, …)`; `...` at both ends stands for any further arguments, which are handed on. The types that it names must be
the user's exactly, but the promotions of what the call gives. Python is called with all arguments in their order; without it the function is known and
not supported.
"""
from __future__ import annotations

import re
from typing import NamedTuple

from ..signatures import Argument, argument, split
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


HIGHER: dict[str, list[Higher]] = {}
LINE = re.compile(r"(.+?) (\w+)\((.+)\) =\s?(.*)")


def declare_higher(text: str) -> None:
    """Adds the lines of a text to the table."""
    for line in filter(None, map(str.strip, text.splitlines())):
        found = LINE.fullmatch(line)
        assert found is not None, f"no signature: {line}"
        result, name, inside, python = found.groups()
        first, *others = split(inside)
        callback_result, callback = re.fullmatch(r"(.+?)\((.+)\)", first).groups()      # pyright: ignore[reportOptionalMemberAccess]
        rest = others[-1:] == ["..."]
        HIGHER.setdefault(name, []).append(
            Higher(name, typed(split(callback)), typed([callback_result])[0].types[0], typed(others), rest, typed([result])[0].types[0], python)
        )


def typed(words: list[str]) -> tuple[Argument, ...]:
    """Arguments from their notation, without `...`."""
    return tuple(argument(word) for word in words if word != "...")


ODE = "vector(real, vector, ...), vector, real, array[] real"
OLD_ODE = "array[] real(real, array[] real, array[] real, data array[] real, data array[] int), array[] real, real, array[] real, array[] real, \
data array[] real, data array[] int"
SOLVE = "vector(vector, ...), vector"
OLD_SOLVE = "vector(vector, vector, data array[] real, data array[] int), vector, vector, data array[] real, data array[] int"
DAE = "vector(real, vector, vector, ...), vector, vector, data real, data array[] real"
TOLERANCES = "data real, data real, data int"
SLICES = ("int", "real", "vector", "row_vector", "matrix")


def declare_all() -> None:
    """The functions that differ in a name or in what they slice."""
    for method in ("rk45", "ckrk", "bdf", "adams"):
        declare_higher(f"array[] vector ode_{method}({ODE}, ...) =\narray[] vector ode_{method}_tol({ODE}, {TOLERANCES}, ...) =")
    for method in ("_rk45", "_bdf", "_adams", ""):
        declare_higher(f"array[,] real integrate_ode{method}({OLD_ODE}) =")
        declare_higher(f"array[,] real integrate_ode{method}({OLD_ODE}, data real, data real, data real) =")
    for method in ("newton", "powell"):
        declare_higher(f"vector solve_{method}({SOLVE}, ...) =\nvector solve_{method}_tol({SOLVE}, {TOLERANCES}, ...) =")
    for name in ("algebra_solver", "algebra_solver_newton"):
        declare_higher(f"vector {name}({OLD_SOLVE}) =\nvector {name}({OLD_SOLVE}, data real, data real, data real) =")
    for name in ("reduce_sum", "reduce_sum_static"):
        for slice_of in (Type(base, dims) for base in SLICES for dims in range(1, 5)):
            declare_higher(f"real {name}(real({slice_of}, data int, data int, ...), {slice_of}, int, ...) =")


INTEGRAND = "real(real, real, array[] real, data array[] real, data array[] int), real, real, array[] real, data array[] real, data array[] int"
ADJOINT = "data real, data vector, data real, data vector, data real, data real, data int, data int, data int, data int, data int"

declare_all()
declare_higher(f"""
array[] vector dae({DAE}, ...) =
array[] vector dae_tol({DAE}, {TOLERANCES}, ...) =
array[] vector ode_adjoint_tol_ctl({ODE}, {ADJOINT}, ...) =
real integrate_1d({INTEGRAND}) =
real integrate_1d({INTEGRAND}, data real) =
vector map_rect(vector(vector, vector, data array[] real, data array[] int), vector, array[] vector, data array[,] real, data array[,] int) =
""")
