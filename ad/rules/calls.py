"""Derivative rules of calls: dense linear algebra (`ir/dense.py`). Each is stated once, in terms of the same calls, so that derivatives of
derivatives need nothing more.

A rule sees operands `o` with `o.v` (the view of the primal's memory) and `o.d` (of the tangent or adjoint, None when there is none), and an
emitter `e` whose methods are the calls. `forward` runs behind the primal call and turns the tangents of what was read into those of what was
written; `reverse` turns the adjoint of what was written into that of what was read, in place too.

Cholesky: Murray (2016), Differentiation of the Cholesky decomposition, equations 8-10; large ones in blocks (section 4.2): the derivative of each
step of the blocked algorithm, in reverse the last step first. Every block is written once, so forward mode may run behind the whole factorisation.
In reverse the adjoints of a diagonal block are far larger than what is left of them where the matrix is nearly singular, and the formula for a whole
block loses the square of its condition: diagonal blocks are taken apart once more, into blocks so small that they are well conditioned.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol, TypeAlias

from ...ir.dense import HALVED, LOWER, STRICTLY_LOWER, STRICTLY_UPPER, Matrix

BLOCK, MOST_BLOCKS = 32, 8      # least rows, and greatest number, of diagonal blocks in the derivatives of a Cholesky factorisation
INNER, MOST_INNER = 8, 4        # the same of the blocks that each of these is taken apart into, in reverse
WHOLE = 40                      # rows up to which it is differentiated as one block: a few rows more than a block cost calls and save nothing


class Read(Protocol):
    """An operand that is read: views of the primal's memory and of its tangent or adjoint."""

    @property
    def v(self) -> Matrix: ...
    @property
    def d(self) -> Matrix | None: ...


class Written(Protocol):
    """An operand that is written, which has a tangent or adjoint, and the views of both that a blocked algorithm works on."""

    @property
    def v(self) -> Matrix: ...
    @property
    def d(self) -> Matrix: ...
    @property
    def T(self) -> Written: ...
    def weighted(self, weight: str) -> Written: ...
    def part(self, top: int, bottom: int, left: int, right: int) -> Written: ...


Step: TypeAlias = tuple[str, tuple[Written, ...], int]       # a call: its kind, operands and sign


class Calls(Protocol):
    """What a rule may write: the calls themselves, new matrices, and views that stand for a trace."""

    def product(self, c: Matrix, a: Matrix, b: Matrix, sign: int) -> None: ...
    def add(self, c: Matrix, a: Matrix, sign: int) -> None: ...
    def solve(self, x: Matrix, a: Matrix) -> None: ...
    def zero(self, c: Matrix) -> None: ...
    def written(self, name: str, out: Matrix, *read: Matrix) -> None: ...
    def temporary(self, rows: int, cols: int) -> Matrix: ...
    def diagonal(self, m: Matrix) -> Matrix: ...
    def repeated(self, m: Matrix, at: int, rows: int) -> Matrix: ...


class Rule(NamedTuple):
    """`forward(e, *operands, sign)` and `reverse(e, *operands, sign)`."""

    forward: Callable[..., None]
    reverse: Callable[..., None]


def product_forward(e: Calls, c: Written, a: Read, b: Read, sign: int) -> None:
    """Ċ += ± (Ȧ B + A Ḃ)"""
    if a.d:
        e.product(c.d, a.d, b.v, sign)
    if b.d:
        e.product(c.d, a.v, b.d, sign)


def product_reverse(e: Calls, c: Written, a: Read, b: Read, sign: int) -> None:
    """Ā += ± C̄ Bᵀ,  B̄ += ± Aᵀ C̄"""
    if a.d:
        e.product(a.d, c.d, b.v.T, sign)
    if b.d:
        e.product(b.d, a.v.T, c.d, sign)


def add_forward(e: Calls, c: Written, a: Read, sign: int) -> None:
    if a.d:
        e.add(c.d, a.d, sign)


def add_reverse(e: Calls, c: Written, a: Read, sign: int) -> None:
    if a.d:
        e.add(a.d, c.d, sign)


def zero(e: Calls, c: Written, sign: int) -> None:
    e.zero(c.d)


def solve_forward(e: Calls, x: Written, a: Read, sign: int) -> None:
    """Ẋ = A⁻¹ (Ẋ - Ȧ X)"""
    if a.d:
        e.product(x.d, a.d, x.v, -1)
    e.solve(x.d, a.v)


def solve_reverse(e: Calls, x: Written, a: Read, sign: int) -> None:
    """X̄ = A⁻ᵀ X̄,  Ā -= X̄ Xᵀ"""
    e.solve(x.d, a.v.T)
    if a.d:
        e.product(a.d, x.d, x.v.T, -1)


def cholesky_forward(e: Calls, a: Written, sign: int) -> None:
    """L̇ = L Φ(L⁻¹ Ȧ L⁻ᵀ), Φ the lower triangle with half the diagonal"""
    n = a.v.rows
    if n > WHOLE:
        return cholesky_forward_blocked(e, a)
    t, l = e.temporary(n, n), a.v.weighted(LOWER)
    e.add(t, a.d.weighted(LOWER), 1)
    e.add(t, a.d.weighted(STRICTLY_LOWER).T, 1)
    e.solve(t, l)
    e.solve(t.T, l)
    e.zero(a.d)
    e.product(a.d, a.v, t.weighted(HALVED), 1)


def cholesky_reverse(e: Calls, a: Written, sign: int) -> None:
    """S = L⁻ᵀ Φ(Lᵀ L̄) L⁻¹,  Ā = Φ(S + Sᵀ)"""
    n = a.v.rows
    if n > WHOLE:
        return cholesky_reverse_blocked(e, a)
    t, l = e.temporary(n, n), a.v.weighted(LOWER)
    e.product(t.weighted(HALVED), a.v.T, a.d, 1)
    e.solve(t, l.T)
    e.solve(t.T, l.T)
    e.zero(a.d)
    e.add(a.d.weighted(HALVED), t, 1)
    e.add(a.d.weighted(HALVED), t.T, 1)


def cholesky_forward_blocked(e: Calls, a: Written) -> None:
    for kind, operands, sign in blocked_cholesky(a, block_rows(a.v.rows)):
        RULES[kind].forward(e, *operands, sign)
    e.zero(a.d.weighted(STRICTLY_UPPER))


def cholesky_reverse_blocked(e: Calls, a: Written) -> None:
    for step in reversed(list(blocked_cholesky(a, block_rows(a.v.rows)))):
        for kind, operands, sign in reversed(inner_steps(step)):
            RULES[kind].reverse(e, *operands, sign)
    e.zero(a.d.weighted(STRICTLY_UPPER))


def inner_steps(step: Step) -> list[Step]:
    """A step, or those of the factorisation that it is."""
    kind, (written, *_), _ = step
    return list(blocked_cholesky(written, max(INNER, -(-written.v.rows // MOST_INNER)))) if kind == "cholesky" else [step]


def blocked_cholesky(a: Written, size: int) -> Iterator[Step]:
    """The left-looking algorithm, in place: each block column less what is to its left, its diagonal block factorised, the rest solved."""
    n = a.v.rows
    for s in range(0, n, size):
        e = min(n, s + size)
        diagonal, left, below, lower_left = a.part(s, e, s, e), a.part(s, e, 0, s), a.part(e, n, s, e), a.part(e, n, 0, s)
        if s:
            yield "product", (diagonal.weighted(LOWER), left, left.T), -1
        yield "cholesky", (diagonal,), 1
        if e < n and s:
            yield "product", (below, lower_left, left.T), -1
        if e < n:
            yield "solve", (below.T, diagonal.weighted(LOWER)), 1


def block_rows(n: int) -> int:
    return max(BLOCK, -(-n // MOST_BLOCKS))


def slogdet_forward(e: Calls, out: Written, a: Read, sign: int) -> None:
    """The tangent of log|det A| is the trace of A⁻¹ Ȧ; the sign has none."""
    e.zero(out.d)
    if a.d:
        t = e.temporary(*a.v.shape)
        e.add(t, a.d, 1)
        e.solve(t, a.v)
        e.add(e.repeated(out.d, 1, a.v.rows), e.diagonal(t), 1)


def slogdet_reverse(e: Calls, out: Written, a: Read, sign: int) -> None:
    """Ā += A⁻ᵀ times the adjoint of log|det A|"""
    if a.d:
        t = e.temporary(*a.v.shape)
        e.add(e.diagonal(t), e.repeated(out.d, 1, a.v.rows), 1)
        e.solve(t, a.v.T)
        e.add(a.d, t, 1)
    e.zero(out.d)


RULES: dict[str, Rule] = {
    "product": Rule(product_forward, product_reverse),
    "add": Rule(add_forward, add_reverse),
    "zero": Rule(zero, zero),
    "solve": Rule(solve_forward, solve_reverse),
    "cholesky": Rule(cholesky_forward, cholesky_reverse),
    "slogdet": Rule(slogdet_forward, slogdet_reverse),
}
