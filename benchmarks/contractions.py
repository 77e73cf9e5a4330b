"""What sums of products cost in compiled code: einsum beside NumPy's own and beside a Python loop over the elements, with gradients and Hessian products.

    contractions.py [ROUNDS]    minima of the rounds, in microseconds

`compiled` is the sum inside compiled code, one of many in a loop, between which an element of each operand changes; `loop` are nested Python loops over all
labels, with NumPy arrays: what one writes without einsum; `numpy` its einsum with its own choice of an order. Gradient and Hessian product, of half the sum
of squares in all operands, are calls from Python; `call` is one whose gradient is next to nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from llbayes import ad

ROUNDS, REPEATED = 5, 2000
ROWS = (                                        # subscripts, shapes
    ("i,i->", ((1000,), (1000,))),
    ("ij,j->i", ((60, 40), (40,))),
    ("ij,jk->ik", ((24, 24), (24, 24))),
    ("ij,jk->ik", ((64, 64), (64, 64))),
    ("bij,bjk->bik", ((20, 8, 8), (20, 8, 8))),
    ("bij,bjk->bik", ((4, 40, 40), (4, 40, 40))),
    ("ni,ij,nj->n", ((200, 6), (6, 6), (200, 6))),
    ("ij,jk,kl->il", ((20, 5), (5, 30), (30, 4))),
    ("i,ij,jk,k->", ((30,), (30, 20), (20, 10), (10,))),
    ("ii->i", ((200, 200),)),
    ("ij->ji", ((100, 100),)),
    ("ijk,jil->kl", ((8, 9, 10), (9, 8, 7))),
)


def loop_of(subscripts: str, shapes: tuple[tuple[int, ...], ...]) -> Callable[..., Any]:
    """Nested Python loops that do the same."""
    inputs, output = subscripts.split("->")
    words = inputs.split(",")
    lengths = {label: n for word, shape in zip(words, shapes, strict=True) for label, n in zip(word, shape, strict=True)}
    names = [f"a{k}" for k in range(len(words))]
    lines = [f"def loop({', '.join(names)}):", f"    out = np.zeros({tuple(lengths[label] for label in output)!r})"]
    for depth, (label, n) in enumerate(lengths.items(), 1):
        lines.append("    " * depth + f"for {label} in range({n}):")
    product = " * ".join(f"{name}[{', '.join(word)}]" for name, word in zip(names, words, strict=True))
    target = f"out[{', '.join(output) if output else '()'}]"
    lines += ["    " * (len(lengths) + 1) + f"{target} += {product}", "    return out"]
    found: dict[str, Any] = {"np": np}
    exec("\n".join(lines), found)
    return found["loop"]


def fastest(call: Callable[[], Any], rounds: int) -> float:
    """Microseconds, the least of some rounds of as many calls as take a hundredth of a second."""
    call()
    start = time.perf_counter()
    call()
    count = max(1, int(0.01 / max(time.perf_counter() - start, 1e-7)))
    best = np.inf
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(count):
            call()
        best = min(best, (time.perf_counter() - start) / count)
    return 1e6 * best


def measured(subscripts: str, shapes: tuple[tuple[int, ...], ...], rounds: int) -> list[float]:
    """The times of a row: compiled, loop, NumPy, gradient, Hessian product, a call."""
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=shape) for shape in shapes]
    count = len(arrays)
    compiled = ad.evaluate(lambda *a: np.einsum(subscripts, *a))

    def many(*a):
        changing, total = [one * 1.0 for one in a], 0.0
        for _ in range(REPEATED):
            for one in changing:
                one[(0,) * len(one.shape)] += 1e-12
            total += np.sum(np.einsum(subscripts, *changing))
        return total
    repeated = ad.evaluate(many)
    nothing = lambda *a: sum(0.5 * np.ravel(one)[0] ** 2 for one in a)  # noqa: E731
    call = ad.grad(nothing, argnums=tuple(range(count)))
    curved = lambda *a: 0.5 * np.sum(np.einsum(subscripts, *a) ** 2)  # noqa: E731
    gradient, product = ad.grad(curved, argnums=tuple(range(count))), ad.hvp(curved, argnums=tuple(range(count)))
    directions = tuple(arrays)
    loop = loop_of(subscripts, shapes)
    np.testing.assert_allclose(compiled(*arrays), loop(*arrays), rtol=1e-9, atol=1e-9)
    return [fastest(lambda: repeated(*arrays), rounds) / REPEATED, fastest(lambda: loop(*arrays), 1),
            fastest(lambda: np.einsum(subscripts, *arrays, optimize=True), rounds),
            fastest(lambda: gradient(*arrays), rounds), fastest(lambda: product(*arrays, directions), rounds), fastest(lambda: call(*arrays), rounds)]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"{'subscripts':22}{'shapes':42}{'compiled':>10}{'loop':>12}{'numpy':>10}{'gradient':>10}{'hvp':>10}{'call':>8}{'loop/c':>9}{'numpy/c':>9}")
    for subscripts, shapes in ROWS:
        c, loop, numpy, gradient, product, call = measured(subscripts, shapes, rounds)
        print(f"{subscripts:22}{'x'.join(map(str, shapes)).replace(' ', ''):42}{c:10.2f}{loop:12.1f}{numpy:10.2f}{gradient:10.2f}{product:10.2f}"
              f"{call:8.2f}{loop / c:9.0f}{numpy / c:9.2f}")


if __name__ == "__main__":
    main()
