"""Calls: which function is meant, and whether it may be called there (reference manual, Functions; Program blocks)."""
from __future__ import annotations

from collections.abc import Sequence

from ..errors import error
from ..functions.renamed import INSTEAD, RENAMED
from ..nodes import Call, Old
from ..signatures import TABLE
from ..source import Span
from ..types import REAL, Type
from .context import Context
from .higher import check_higher, is_higher
from .overloads import choose, verify_data, verify_there, verify_unnormalized

CONDITIONAL = ("_lpdf", "_lpmf", "_lupdf", "_lupmf", "_cdf", "_lcdf", "_lccdf")


def check_call(call: Call, types: Sequence[Type], c: Context) -> Type:
    """Fills in what a call means and gives the type of its value, void where it has none."""
    modernize(call, c)
    if call.name == "target" and not types:
        verify_density_place("target()", call.span, c, also="transformed parameters")
        return REAL
    if is_higher(call, c):
        verify_bar(call)
        return check_higher(call, types, c)
    verify_there(call.name, call.name_span, c)
    verify_bar(call)
    choice = choose(call.name, types, call.name_span, c)
    verify_place(call, c)
    verify_data(call.name, choice.callee, call.arguments, c, call.span)
    call.callee = choice.callee
    return choice.result


def modernize(call: Call, c: Context) -> None:
    """Gives a function of an earlier version the name that it has today."""
    now = RENAMED.get(call.name)
    if now and call.name not in c.functions and call.name not in TABLE:
        c.old.append(Old(call.name_span, call.name, now))
        call.name, call.bar = now, now.endswith(CONDITIONAL)
    elif call.name in INSTEAD and call.name not in c.functions:
        c.old.append(Old(call.name_span, call.name, INSTEAD[call.name]))


def verify_bar(call: Call) -> None:
    """Densities, masses and cumulative functions have `|` behind the first of several arguments, nothing else has."""
    conditional = call.name.endswith(CONDITIONAL)
    if conditional and not call.bar and len(call.arguments) > 1:
        raise error(f"`{call.name}` has a `|` behind its first argument", call.span, f"write `{call.name}(y | …)`")
    if call.bar and not conditional:
        raise error(f"`|` stands in calls of densities and cumulative functions only, not of `{call.name}`", call.span, "write a comma")


def verify_place(call: Call, c: Context) -> None:
    """Functions that add to the density, draw or leave constants out are for some blocks only."""
    name, span = call.name, call.name_span
    if name.endswith("_lp"):
        verify_density_place(f"`{name}`", span, c, also="transformed parameters")
    if name.endswith("_jacobian") and not (c.in_function("_jacobian") or c.block == "transformed parameters"):
        raise error(f"`{name}` is called in transformed parameters and in functions `…_jacobian` only", span)
    if name.endswith("_rng") and (c.sizes or not (c.in_function("_rng") or c.block in RANDOM)):
        where = "sizes hold no random numbers" if c.sizes else "random numbers are drawn in transformed data, generated quantities and functions `…_rng`"
        raise error(f"`{name}` cannot be called here", span, where)
    verify_unnormalized(name, span, c)


RANDOM = ("transformed data", "generated quantities")


def verify_density_place(what: str, span: Span, c: Context, also: str = "") -> None:
    """The log density is there in the model block and in functions `_lp`."""
    if not (c.in_function("_lp") or c.block in ("model", also)):
        raise error(f"{what} stands in the model block and in functions `…_lp` only", span, "the other blocks have no log density")
