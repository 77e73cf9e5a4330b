"""Which function of a name takes given types: the user's overloads and Stan's (reference manual, User-defined functions: Overloading)."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..errors import StanError, error
from ..nodes import Expr, FunctionDef
from ..signatures import TABLE, Match, Signature, resolve
from ..source import Span
from ..types import Type, promotions
from .context import Context
from .names import unknown_function

UNNORMALIZED = {"_lupdf": "_lpdf", "_lupmf": "_lpmf"}
MOST_SHOWN = 6


class Choice(NamedTuple):
    """A function that takes the given types: how many promotions that needs, and what it gives."""

    cost: int
    callee: Match | FunctionDef
    result: Type


def normalized(name: str) -> str:
    """The name of a density with its constants: `_lpdf` for `_lupdf`."""
    for suffix, other in UNNORMALIZED.items():
        if name.endswith(suffix):
            return name.removesuffix(suffix) + other
    return name


def choose(name: str, types: Sequence[Type], span: Span, c: Context) -> Choice:
    """The function of a name that takes these types with the fewest promotions, the user's and Stan's own alike."""
    choices = fitting(normalized(name), types, c)
    if not choices:
        raise wrong_arguments(name, types, span, c)
    least = min(choice.cost for choice in choices)
    best = [choice for choice in choices if choice.cost == least]
    if len(best) > 1:
        raise ambiguous(name, types, best, span)
    return best[0]


def verify_there(name: str, span: Span, c: Context) -> None:
    """There is a function of this name, and no variable hides it."""
    full = normalized(name)
    if full not in TABLE and c.scope.find(name):
        raise error(f"`{name}` is a variable, not a function", span)
    if full not in TABLE and full not in c.functions:
        raise unknown_function(full, span, c.functions)


def fitting(name: str, types: Sequence[Type], c: Context) -> list[Choice]:
    """All functions of a name that take these types."""
    choices = list[Choice]()
    match = resolve(name, types)
    if match is not None:
        choices.append(Choice(cost(types, match.arguments) or 0, match, match.result))
    for function in distinct(c.functions.get(name, ())):
        found = cost(types, function.types)
        if found is not None:
            choices.append(Choice(found, function, function.result))
    return choices


def distinct(functions: Sequence[FunctionDef]) -> list[FunctionDef]:
    """Functions of a name, each once: the definition in place of what declares it ahead."""
    last = {function.types: function for function in sorted(functions, key=lambda f: f.body is not None)}
    return list(last.values())


def cost(types: Sequence[Type], wanted: Sequence[Type]) -> int | None:
    """How many promotions make these types the wanted ones; None where they are others."""
    if len(types) != len(wanted):
        return None
    each = [promotions(given, other) for given, other in zip(types, wanted, strict=True)]
    return None if None in each else sum(filter(None, each))


def listed(types: Sequence[Type]) -> str:
    """Types as an argument list."""
    return f"({', '.join(map(str, types))})"


def signature_of(callee: Match | FunctionDef | Signature) -> str:
    """A function's name and arguments."""
    if isinstance(callee, FunctionDef):
        return f"{callee.name}({', '.join(('data ' if param.data else '') + str(param.type) for param in callee.params)})"
    return str(callee.signature if isinstance(callee, Match) else callee)


def wrong_arguments(name: str, types: Sequence[Type], span: Span, c: Context) -> StanError:
    """No function of the name takes these types."""
    return error(f"`{name}` does not take {listed(types)}", span, taken(normalized(name), c))


def taken(name: str, c: Context) -> str:
    """What the functions of a name take."""
    known = [*map(signature_of, distinct(c.functions.get(name, ()))), *map(str, TABLE.get(name, ()))]
    more = f" and {len(known) - MOST_SHOWN} more" if len(known) > MOST_SHOWN else ""
    return "there is " + ", ".join(f"`{one}`" for one in known[:MOST_SHOWN]) + more


def ambiguous(name: str, types: Sequence[Type], best: Sequence[Choice], span: Span) -> StanError:
    """Several take these types equally well."""
    all_of = ", ".join(f"`{signature_of(choice.callee)}`" for choice in best)
    return error(f"`{name}` for {listed(types)} is ambiguous between {all_of}", span, "make the arguments' types those of one of them")


def verify_unnormalized(name: str, span: Span, c: Context) -> None:
    """Densities without their constants are for the model and for densities."""
    if name.endswith(tuple(UNNORMALIZED)) and not (c.in_function("_lpdf", "_lpmf") or c.block == "model"):
        raise error(f"`{name}` cannot be called here", span, f"it is for the model block and functions `…_lpdf` and `…_lpmf`; write `{normalized(name)}`")


def at_argument(argument: Expr, call: Span | None) -> Span:
    """The argument; where that stands in a later line than the call that is given, the call, as Stan has it."""
    return call if call and call.line != argument.span.line else argument.span


def verify_data(name: str, callee: Match | FunctionDef, arguments: Sequence[Expr], c: Context, call: Span | None = None) -> None:
    """Arguments marked `data` are made of data alone; in generated quantities everything counts so."""
    if c.block == "generated quantities":
        return
    wanted = [a.data for a in (callee.params if isinstance(callee, FunctionDef) else callee.signature.arguments)]
    for number, (argument, data) in enumerate(zip(arguments, wanted, strict=True), start=1):
        if data and not argument.data:
            raise error(
                f"argument {number} of `{name}` must be made of data alone", at_argument(argument, call),
                "parameters, local variables and arguments not marked `data` count as parameters",
            )  # fmt: skip
