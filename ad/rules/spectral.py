"""Derivative rules of calls that are written in the language: which of their operands a rule reads, and under which names it stands.

A call of KIND has a written operand X, whose value is a function of the operands behind it. `KIND_forward(Ẋ, X, …)` sets the tangent of X,
`KIND_reverse(Ā, X, …, X̄)` adds to the adjoint of the operand; `lang/rules.py` has their bodies, which are inlined at once, so that derivatives
of derivatives are those of the language. Kinds that differ in the LAPACK function behind them share a rule.
"""
from __future__ import annotations

from .calls import Calls, Read, Rule, Written


def rule(name: str, reads: bool = False) -> Rule:
    """The rule `name` of one operand; with `reads` it is given that operand's value too."""
    def forward(e: Calls, x: Written, a: Read, sign: int) -> None:
        if a.d is None:
            e.zero(x.d)
        else:
            e.written(name + "_forward", x.d, x.v, *([a.v] if reads else []), a.d)

    def reverse(e: Calls, x: Written, a: Read, sign: int) -> None:
        if a.d is not None:
            e.written(name + "_reverse", a.d, x.v, *([a.v] if reads else []), x.d)
        e.zero(x.d)
    return Rule(forward, reverse)


RULES: dict[str, Rule] = {
    **dict.fromkeys(("eigh", "eighu", "eighr", "eighru"), rule("eigh")),
    **{name: rule(name, reads=True) for name in ("eigenvectors", "leftvectors", "rightvectors", "pinv", "logm")},
    **{name: rule(name) for name in ("eighs", "svd", "qr", "sqrtm", "smallcholesky")},
}
