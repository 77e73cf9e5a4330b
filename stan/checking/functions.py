"""The user's functions: names, overloads, declarations ahead, arguments, results (reference manual, User-defined functions)."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import error
from ..functions.higher import HIGHER
from ..nodes import FunctionDef
from ..signatures import resolve
from ..source import Span
from ..types import REAL, Type
from .calls import CONDITIONAL
from .context import Context, Scope, Variable, discrete
from .names import verify_fresh
from .overloads import normalized, signature_of
from .returns import Ends, ends
from .statements import check_all


def check_functions(functions: Sequence[FunctionDef], c: Context) -> dict[str, list[FunctionDef]]:
    """Checks all functions and gives them by name. Each may call every other, wherever it stands."""
    for function in functions:
        with c.problems.collected():
            verify_new(function, c)
        c.functions.setdefault(function.name, []).append(function)
    for function in functions:
        with c.problems.collected():
            verify_defined(function, c)
        check_function(function, c)
    return c.functions


# -- names and overloads
def verify_new(function: FunctionDef, c: Context) -> None:
    """A function differs from others of its name, of the user's and of Stan's, in the types of its arguments."""
    name, span, types = function.name, function.name_span, function.types
    if name.endswith(("_lupdf", "_lupmf")):
        raise error(f"a function's name does not end in `{name[-6:]}`", span, f"define `{normalized(name)}`; `{name}` comes of it")
    if any(higher.rest for higher in HIGHER.get(name, ())):
        raise error(f"`{name}` is Stan's own and takes functions: it has no overloads", span, "choose another name")
    for other in c.functions.get(name, ()):
        if other.types == types:
            verify_pair(other, function)
    if is_stans(name, types):
        raise error(f"Stan has a function `{signature_of(function)}` already", span, "choose another name, or other arguments")


def is_stans(name: str, types: tuple[Type, ...]) -> bool:
    """Has Stan a function of these very types? What takes reals of any shape has signatures for whole numbers too."""
    match = resolve(name, types)
    return match is not None and all(
        given == taken or argument.letter in ("R", "M") for given, taken, argument in zip(types, match.arguments, match.signature.arguments, strict=True)
    )


def verify_pair(first: FunctionDef, second: FunctionDef) -> None:
    """Of two with the same arguments, the first declares ahead what the second defines."""
    where = f"in line {first.span.line}"
    if first.result != second.result:
        raise error(f"`{signature_of(second)}` returns `{second.result}` here and `{first.result}` {where}", second.name_span, "overloads differ in arguments")
    same_data = [param.data for param in first.params] == [param.data for param in second.params]
    if first.body is not None or second.body is None or not same_data:
        raise error(f"`{signature_of(second)}` is there already, {where}", second.name_span, "overloads differ in the types of their arguments")


def verify_defined(function: FunctionDef, c: Context) -> None:
    """What is declared ahead is defined somewhere."""
    if function.body is None and not any(other.body and other.types == function.types for other in c.functions[function.name]):
        raise error(f"`{signature_of(function)}` is declared and never defined", function.name_span, "write its body")


# -- one function
def check_function(function: FunctionDef, c: Context) -> None:
    """Arguments, result and body."""
    scope = Scope(Scope())
    inner = replace(c, scope=scope, function=function)
    with c.problems.collected():
        verify_kind(function)
    for param in function.params:
        with c.problems.collected():
            verify_no_complex(param.type, param.span, param.name)
            verify_fresh(param.name, param.span, inner)
        scope.variables[param.name] = Variable(param.type, "data" if param.data else "functions", param.span, param, "the argument")
    if function.body is None:
        return
    check_all(function.body.body, inner)
    with c.problems.collected():
        if function.result.base != "void" and ends(function.body) != Ends.RETURNS:
            raise error(f"`{function.name}` does not return a value on every path", function.name_span, "end it with `return`, or `reject`")


def verify_no_complex(t: Type, span: Span, what: str) -> None:
    """Complex numbers are none of the language's here."""
    if is_complex(t):
        raise error(f"`{what}` is `{t}`, which is not supported", span, "write the real and imaginary parts apart")


def is_complex(t: Type) -> bool:
    """Are there complex numbers in it?"""
    return "complex" in t.base or any(map(is_complex, t.parts))


def verify_kind(function: FunctionDef) -> None:
    """Densities are real; the first argument of `_lpdf` is real, of `_lpmf` whole."""
    name, span = function.name, function.name_span
    verify_no_complex(function.result, span, name)
    if name.endswith(CONDITIONAL) and function.result != REAL:
        raise error(f"`{name}` must return `real`, not `{function.result}`", span, "densities, masses and cumulative functions do")
    first = function.params[0].type if function.params else None
    if name.endswith("_lpdf") and (first is None or discrete(first)):
        raise error(f"the first argument of `{name}` must be real, not `{first or 'nothing'}`", span, "the mass of whole numbers is `…_lpmf`")
    if name.endswith("_lpmf") and (first is None or not discrete(first)):
        raise error(f"the first argument of `{name}` must be whole, not `{first or 'nothing'}`", span, "the density of real numbers is `…_lpdf`")
