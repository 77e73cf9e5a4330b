"""Calls that take a function of the user's first: ODE solvers, `reduce_sum`, `map_rect` … (functions reference, Higher-order functions)."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import StanError, error
from ..functions.higher import HIGHER, Higher
from ..nodes import Call, FunctionDef, Name
from ..signatures import Argument, Match, Signature
from ..types import FUNCTION, Type, promotions
from .context import Context
from .names import unknown_function
from .overloads import at_argument, distinct, normalized, signature_of, verify_data, verify_unnormalized


class Fit(NamedTuple):
    """A function that can be handed over, with the type and data-only mark of all arguments behind it."""

    cost: int
    function: FunctionDef
    higher: Higher
    wanted: tuple[Argument, ...]


def is_higher(call: Call, c: Context) -> bool:
    """Is this a call of a function of Stan's that takes a function? The user may have others of its name, but for those that take arguments at will."""
    first = call.arguments[0] if call.arguments else None
    return call.name in HIGHER and (call.name not in c.functions or (isinstance(first, Name) and normalized(first.id) in c.functions))


def check_callback(call: Call, c: Context) -> Type:
    """The function that stands first in the call."""
    first = call.arguments[0] if call.arguments else None
    if not isinstance(first, Name):
        raise error(f"the first argument of `{call.name}` is the name of a function", first.span if first else call.span, shown(call.name))
    if normalized(first.id) not in c.functions or c.scope.find(first.id):
        raise unknown_function(first.id, first.span, c.functions)
    verify_unnormalized(first.id, first.span, c)
    first.type, first.data = FUNCTION, True
    return FUNCTION


def check_higher(call: Call, types: Sequence[Type], c: Context) -> Type:
    """Fills in which function is handed over and what is called, and gives the type of its value."""
    first = call.arguments[0]
    assert isinstance(first, Name)
    fits = list(fitting(call, first.id, types[1:], c))
    if not fits:
        raise wrong(call, first, types[1:], c)
    best = min(fits, key=lambda fit: fit.cost)
    if sum(fit.cost == best.cost for fit in fits) > 1:
        raise error(f"`{first.id}` in `{call.name}` is ambiguous between {', '.join(f'`{signature_of(fit.function)}`' for fit in fits)}", first.span)
    first.declared = best.function
    signature = Signature(call.name, (Argument((FUNCTION,)), *best.wanted), best.higher.result, called(best.higher.python, len(types)))
    call.callee = Match(signature, best.higher.result, (FUNCTION, *(argument.types[0] for argument in best.wanted)))
    verify_data(call.name, call.callee, call.arguments, c, None if best.higher.rest else call.span)
    return best.higher.result


def called(python: str, count: int) -> str:
    """The template of a call with all arguments."""
    return f"{python}({', '.join(f'_{k}' for k in range(count))})"


def fitting(call: Call, callback: str, types: Sequence[Type], c: Context) -> Iterator[Fit]:
    """The functions of a name that can be handed over with these arguments."""
    for function, higher, wanted in candidates(call.name, callback, c):
        costs = [promotions(given, argument.types[0]) for given, argument in zip(types, wanted, strict=False)]
        if len(types) == len(wanted) and None not in costs:
            yield Fit(sum(filter(None, costs)), function, higher, wanted)


def candidates(name: str, callback: str, c: Context) -> Iterator[tuple[FunctionDef, Higher, tuple[Argument, ...]]]:
    """The functions of a name that can be handed over, and what the call takes behind them."""
    for higher in HIGHER[name]:
        for function in distinct(c.functions[normalized(callback)]):
            if begins(function, higher):
                further = (Argument((param.type,), data=param.data) for param in function.params[len(higher.callback):])
                yield function, higher, (*higher.arguments, *further)


def begins(function: FunctionDef, higher: Higher) -> bool:
    """Does a function take and give what it must?"""
    count = len(higher.callback)
    plain = not function.name.endswith(("_lp", "_rng", "_jacobian")) and (higher.name in DENSITIES_TOO or not function.name.endswith(("_lpdf", "_lpmf")))
    same = all(
        param.type == argument.types[0] and (argument.data or not param.data) for param, argument in zip(function.params, higher.callback, strict=False)
    )
    enough = len(function.params) >= count if higher.rest else len(function.params) == count
    return plain and same and enough and function.result == higher.callback_result


DENSITIES_TOO = ("reduce_sum", "reduce_sum_static")


def wrong(call: Call, first: Name, types: Sequence[Type], c: Context) -> StanError:
    """No function of the name can be handed over, or the arguments are others: the first that is."""
    able = list(candidates(call.name, first.id, c))
    if not able:
        have = ", ".join(f"`{signature_of(function)}`" for function in distinct(c.functions[normalized(first.id)]))
        return error(f"{have} cannot be handed to `{call.name}`", first.span, shown(call.name))
    function, higher, wanted = max(able, key=lambda one: (fits_up_to(types, one[2]), -abs(len(one[2]) - len(types))))
    place = fits_up_to(types, wanted)
    if place == min(len(types), len(wanted)):
        return error(f"`{call.name}` with `{signature_of(function)}` takes {len(wanted) + 1} arguments, not {len(types) + 1}", call.span, shown(call.name))
    what = f"argument {place + 2} of `{call.name}` with `{signature_of(function)}`"
    where = at_argument(call.arguments[place + 1], None if higher.rest else call.span)
    return error(f"{what} is `{wanted[place].types[0]}`, not `{types[place]}`", where, shown(call.name))


def fits_up_to(types: Sequence[Type], wanted: Sequence[Argument]) -> int:
    """How many arguments fit before one that does not."""
    pairs = zip(types, wanted, strict=False)
    bad = (k for k, (given, argument) in enumerate(pairs) if promotions(given, argument.types[0]) is None)
    return next(bad, min(len(types), len(wanted)))


def shown(name: str) -> str:
    """What the function takes."""
    return f"it takes `{HIGHER[name][0]}`" + (", or other arrays" if name in DENSITIES_TOO else "")
