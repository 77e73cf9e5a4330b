"""Names of derived functions: `@"llb.aug.f"`, `@"llb.rev.f"`, `@"llb.fwd3.f"`, `@"llb.pair.f"`.

A *leaf* is a scalar: a parameter or return of vector or aggregate type counts as its leaves in order.

    llb.aug.f(leaves of the parameters, each pointer followed by its shadow) -> { ptr frame, leaves of the return, a shadow for each returned pointer }
    llb.rev.f(ptr frame, i1 last, seed of each float leaf of the return) -> { adjoint of each float leaf of the parameters }, void where there is none
    llb.fwd<n>.f(leaves of the parameters, each float followed by n tangents, each pointer by n shadows) -> { leaves of the return, each followed likewise }
    llb.both.<mask>.f(parameters as aug, seeds as rev) -> { leaves of the return, what rev gives }

The mask has a letter for each leaf of the parameters: `d` a pointer with a shadow of its own, `o` a float whose adjoint is wanted, `c` what is
constant, `-` anything else. A shadow that is its primal says that what lies there is constant. `last` frees the frame. A pair is { ptr aug, ptr rev },
forward { ptr fwd<n> }.
"""
from __future__ import annotations

import re
from typing import Literal, NamedTuple

_PLAIN = re.compile(r"[-\w.$]+")


class Key(NamedTuple):
    """A derived function that is wanted: `rev` means aug and rev."""

    kind: Literal["rev", "fwd", "pair", "both"]
    function: str                                # as `Module.functions` has it
    width: int = 1
    mask: str = ""                                # of each leaf of the parameters: `both`


def augmented(function: str) -> str:
    """Of the primal that keeps what its reverse needs."""
    return derived_name("aug", function)


def reverse(function: str) -> str:
    """Of the reverse, which takes the frame of the augmented primal."""
    return derived_name("rev", function)


def forward(function: str, width: int) -> str:
    """Of the primal with tangents."""
    return derived_name(f"fwd{width}", function)


def both(function: str, mask: str) -> str:
    """Of primal and reverse in one, for arguments of these activities."""
    return derived_name(f"both.{mask}", function)


def pair(function: str, width: int = 0) -> str:
    """Of the global that is the shadow of the function used as a value; `width` lanes forward, none for the reverse."""
    return derived_name(f"pair{width or ''}", function)


def derived_name(kind: str, function: str) -> str:
    """Of a derived form, as LLVM writes names, without the sign: quoted where it must be."""
    bare = function.strip('"')
    name = f"llb.{kind}.{bare}"
    return name if _PLAIN.fullmatch(name) else f'"{name}"'
