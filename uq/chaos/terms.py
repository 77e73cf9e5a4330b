"""Sets of terms: products of polynomials, one a row of orders (terms, d)."""
from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import numpy as np


@cache
def hyperbolic(d: int, degree: int, q: float = 1.0) -> np.ndarray:
    """(terms, d): orders whose q-norm (Σ orderᵢ^q)^(1/q) is at most the degree (Blatman & Sudret 2011); all of that total degree for q = 1. The constant is
    first, lower degrees come before higher ones."""
    rows = [np.zeros((1, d), np.int16)]
    found = list(orders(degree, q, min(d, degree)))
    for shape in sorted(found, key=lambda s: (sum(s), len(s), s)):
        places = np.array(list(choices(d, len(shape))), int).reshape(-1, len(shape))
        block = np.zeros((len(places), d), np.int16)
        block[np.arange(len(places))[:, None], places] = shape
        rows.append(block)
    out = np.concatenate(rows)
    out.flags.writeable = False
    return out


def orders(degree: int, q: float, most: int) -> Iterator[tuple[int, ...]]:
    """Orders of the inputs in a term, all of them 1 or more, without their places."""
    def longer(head: tuple[int, ...], used: float) -> Iterator[tuple[int, ...]]:
        for k in range(1, degree + 1):
            total = used + k**q
            if total > degree**q * (1.0 + 1e-12):
                return
            yield (*head, k)
            if len(head) + 1 < most:
                yield from longer((*head, k), total)
    return longer((), 0.0)


def choices(d: int, k: int) -> Iterator[tuple[int, ...]]:
    from itertools import combinations

    return combinations(range(d), k)


def count(d: int, degree: int, q: float = 1.0) -> int:
    """How many terms there are."""
    return 1 + sum(math.comb(d, len(shape)) for shape in orders(degree, q, min(d, degree)))


def factors(terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and orders (terms, most) of the factors of each term; order 0, which is the factor 1, where a term has fewer."""
    most = max(1, int((terms > 0).sum(axis=1).max()))
    where = np.argsort(terms == 0, axis=1, kind="stable")[:, :most]
    return where, np.take_along_axis(terms, where, axis=1)
