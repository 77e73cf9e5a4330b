"""Arithmetic as Stan has it (functions reference, Integer-valued arithmetic)."""
from __future__ import annotations

from typing import Any

import numpy as np

from .sizes import together


def int_divide(a: int, b: int) -> int:
    """a / b of whole numbers, rounded towards 0."""
    return a // b if (a >= 0) == (b > 0) else -(-a // b)


def int_modulus(a: int, b: int) -> int:
    """What is left of a / b rounded towards 0: it has the sign of a."""
    return a - b * int_divide(a, b)


def power(a: Any, b: Any) -> Any:
    """a to the power b, elementwise and always real: nan where there is none, inf at 0."""
    together("^", a, b)
    return np.power(1.0 * a, b)


def chain(x: Any, signs: str, terms: list[Any]) -> Any:
    """x + a - b * …, one after the other, of as many terms as there are signs: a row of operators that would nest too deeply as an expression."""
    for sign, term in zip(signs, terms, strict=True):
        if sign == "+":
            x = x + term
        elif sign == "-":
            x = x - term
        elif sign == "*":
            x = x * term
        elif sign == "/":
            x = x / term
        else:
            x = x @ term
    return x
