"""Declarations: sizes, constraints, names, first values, and which types are for which block (reference manual, Types)."""
from __future__ import annotations

from ..errors import error
from ..nodes import Declaration, Declared, Expr, SizedType
from ..types import INT, PLAIN, REAL, Type
from .assignment import mismatch, takes
from .context import Context, Variable
from .expressions import check_expression, check_int
from .names import verify_fresh


def check_declaration(s: Declaration, c: Context) -> None:
    """`TYPE a, b = value;`"""
    whole = is_whole(c)
    checked = set[int]()
    for declared in s.names:
        declared.type, declared.block = type_of(declared.sized), c.block if whole else "local"
        with c.problems.collected():
            if id(declared.sized) not in checked:
                checked.add(id(declared.sized))
                check_sized(declared.sized, c, whole)
            verify_type(declared, c, whole)
        check_name(declared, c, whole)
        with c.problems.collected():
            check_value(declared, c)


def is_whole(c: Context) -> bool:
    """Does what is declared here belong to a block, and not to the inside of one?"""
    return c.scope.outer is None and c.function is None


def type_of(sized: SizedType) -> Type:
    """The type without sizes."""
    return Type(PLAIN.get(sized.word, sized.word), len(sized.array), tuple(map(type_of, sized.parts)))


def check_name(declared: Declared, c: Context, whole: bool) -> None:
    """Brings a name into scope, one that is taken already too, so that its uses are checked."""
    with c.problems.collected():
        verify_fresh(declared.name, declared.span, c)
    c.scope.variables[declared.name] = Variable(declared.type, c.block, declared.span, declared, whole=whole)


def check_value(declared: Declared, c: Context) -> None:
    """The first value."""
    if declared.value is not None and not takes(declared.type, check_expression(declared.value, c)):
        raise mismatch(f"`{declared.name}`, declared as `{declared.type}`,", declared.type, declared.value, declared.span.to(declared.value.span))


# -- sizes and constraints
def check_sized(sized: SizedType, c: Context, whole: bool) -> None:
    """Sizes are whole numbers; those of what belongs to a block are made of data."""
    if "complex" in sized.word:
        raise error(f"`{sized.word}` is not supported", sized.span, "declare the real and imaginary parts apart")
    for size in (*sized.array, *sized.sizes):
        check_size(size, c, whole)
    for part in sized.parts:
        check_sized(part, c, whole)
    for word, bound in sized.constraints.items():
        check_constraint(word, bound, sized, c)


def check_size(size: Expr, c: Context, whole: bool) -> None:
    """One size."""
    c.sizes = whole
    try:
        check_int(size, c, "a size")
    finally:
        c.sizes = False


def check_constraint(word: str, bound: Expr, sized: SizedType, c: Context) -> None:
    """A bound is a number, or has the type of what it bounds."""
    given, wanted = check_expression(bound, c), type_of(sized)
    if given not in (INT, REAL, wanted):
        raise error(f"`{word}` of `{wanted}` is a number or a `{wanted}`, not `{given}`", bound.span)


def verify_type(declared: Declared, c: Context, whole: bool) -> None:
    """Types that are not for this place."""
    if whole and c.block in ("parameters", "transformed parameters") and has_ints(declared.type):
        raise error(
            f"`{declared.name}` is an `int` in {c.block}, and parameters are real", declared.sized.span,
            "sum a whole unknown out of the density (`log_sum_exp`, `log_mix`), or declare it in transformed data or generated quantities",
        )  # fmt: skip
    verify_bounds(declared.sized, whole)


def has_ints(t: Type) -> bool:
    """Are there whole numbers in it?"""
    return t.base == "int" or any(map(has_ints, t.parts))


def verify_bounds(sized: SizedType, whole: bool) -> None:
    """A whole number has whole bounds; arrays of these and items of tuples may have others."""
    for word, bound in sized.constraints.items():
        if whole and sized.word == "int" and not sized.array and bound.type != INT:
            raise error(f"`{word}` of an `int` must be an `int`, not `{bound.type}`", bound.span)
