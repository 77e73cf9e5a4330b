"""What the language and `ppl` say of a model, in Stan's words: indices count from 1, sizes are compared, bounds are declared. A message and a hint in, both as
a Stan program's user can take them out; `ir.errors` asks for them wherever an error is shown at a line of a program. Words that are Stan's already stay."""
from __future__ import annotations

import re
from collections.abc import Callable

from ..ir import errors

Found = re.Match[str]
SHAPE = re.compile(r"\([\d, ]*\)")
FROM_ONE = ("Categorical", "OrderedLogistic", "OrderedProbit")         # laws whose values are counted from 0 in `ppl` and from 1 in Stan


def speak(path: str) -> None:
    """From now on errors at lines of this file are in Stan's words."""
    errors.dialects[path] = in_stans_words


def in_stans_words(message: str, hint: str) -> tuple[str, str]:
    """The message and the hint."""
    return replaced(MESSAGES, message), replaced(HINTS, hint).strip("; ")


def replaced(table: tuple[tuple[re.Pattern[str], Callable[[Found], str]], ...], text: str) -> str:
    """A text, each pattern of a table replaced wherever it occurs."""
    for pattern, words in table:
        text = pattern.sub(words, text)
    return text


# -- messages
def beyond(found: Found) -> str:
    """An index of NumPy's that is out of bounds: from behind where it is negative."""
    return out_of_range(int(found[1]) + 1, int(found[2]))


def out_of_range(index: int, size: int) -> str:
    """Says so of an index from 1."""
    return f"index {index} is out of range: {f'it must be from 1 to {size}' if size else 'there are no elements'}"


def negative(found: Found) -> str:
    """An index from data below 0."""
    return f"index {int(found[1]) + 1} is out of range: indices count from 1"


def size(text: str) -> str:
    """A shape as a size: `(3,)`, `(2, 3)`."""
    numbers = re.findall(r"\d+", text)
    return " × ".join(numbers) if numbers else "one number"


def unlike(found: Found) -> str:
    """Shapes that do not fit."""
    return f"sizes do not fit: {' and '.join(map(size, SHAPE.findall(found[1])))}"


def places(found: Found) -> str:
    """Where an element stands."""
    return f"at [{', '.join(str(int(k) + 1) for k in found[1].split(', '))}]"


def counted(found: Found) -> str:
    """Values of laws that count from 0 in `ppl`."""
    last, law, rest, value = found.groups()
    if law not in FROM_ONE:
        return found[0]
    return f"(whole numbers from 1 to {last}) of {law}({rest}), the first ({int(float(value)) + 1})"


MESSAGES: tuple[tuple[re.Pattern[str], Callable[[Found], str]], ...] = tuple((re.compile(pattern), words) for pattern, words in (
    (r"\b(?:IndexError: )?index (-?\d+) is out of bounds for axis \d+ with size (\d+)", beyond),
    (r"\b(?:IndexError: )?index (-?\d+) is out of (?:bounds|range) for size (\d+)", beyond),
    (r"a slice from (-?\d+) to (-?\d+) is out of range for size (\d+)", lambda m: f"places {int(m[1]) + 1} to {m[2]} are out of range: there are {m[3]}"),
    (r"an array of shape (\([\d, ]*\)) is assigned to one of (\([\d, ]*\))", lambda m: f"sizes do not fit: {size(m[1])} assigned to {size(m[2])}"),
    (r"\b(?:IndexError: )?an index from data is negative \((-\d+)\):[^\n]*", negative),
    (r"\b(?:ValueError: )?negative dimensions are not allowed", lambda _: "a size is negative, and sizes are 0 or more"),
    (r"shape= must be whole numbers that are known before the run, not (-\d+)", lambda m: f"the size is {m[1]}, and sizes are 0 or more"),
    (r"\b(?:ValueError: )?could not broadcast input array from shape (\([\d, ]*\)) into shape (\([\d, ]*\))",
     lambda m: f"sizes do not fit: {size(m[1])} assigned to {size(m[2])}"),
    (r"\b(?:ValueError: )?operands could not be broadcast together with shapes ((?:\([\d, ]*\)[ ,]*)+)", unlike),
    (r"\b(?:ValueError: )?matmul: Input operand 1 has a mismatch in its core dimension 0[^\n]*\(size (\d+) is different from (\d+)\)",
     lambda m: f"sizes do not fit: a product of {m[2]} columns and {m[1]} rows"),
    (r"\b(?:ValueError: )?all the input array dimensions[^\n]*has size (\d+) and the array at index \d+ has size (\d+)",
     lambda m: f"sizes do not fit: {m[1]} and {m[2]}"),
    (r"\bZeroDivisionError: integer (?:division or )?modulo by zero", lambda _: "a whole number is divided by 0"),
    (r"\b(?:IndexError|ValueError|AssertionError|ZeroDivisionError|OverflowError): ", lambda _: ""),
    (r"observed `(\w+)` has shape (\([\d, ]*\)), its distribution (.*?) has (\([\d, ]*\))( \([^()]*\))?; the value never broadcasts: [^\n]*",
     lambda m: f"sizes do not fit: `{m[1]}` has {size(m[2])}, its distribution {m[3]} {size(m[4])}{m[5] or ''}"),
    (r"\(whole numbers from 0, below n = (\d+)\) of (\w+)\((.*?)\), the first \((-?[\d.]+)\)", counted),
    (r"(?<=\) )at \[(\d+(?:, \d+)*)\](?= \()", places),
    (r"`ppl\.\w+`: the lower bound", lambda _: "the lower bound"),
    (r"`\w+\((\w+)=([^()`]*)\)`: (\w+) must be (.*)", lambda m: f"`{m[1]}` of the distribution is {m[2]}, and must be {m[4]}"),
))  # fmt: skip

# -- hints
HINTS: tuple[tuple[re.Pattern[str], Callable[[Found], str]], ...] = tuple((re.compile(pattern), words) for pattern, words in (
    (r"indices count from 0; for data that count from 1: ppl\.index\(a, n, base=1\)", lambda _: ""),
    (r"never a parameter; a size that follows from data may be computed by any Python: `[^`]*`", lambda _: ""),
    (r"(`\w+`) has shape (\([\d, ]*\))", lambda m: f"{m[1]} has {size(m[2])}"),
    (r": make them fit, a parameter by its `shape=` or `dims=`", lambda _: ""),
    (r"`?constraint=ppl\.positive`?", lambda _: "`<lower=0>`"),
    (r"`?constraint=ppl\.unit`?", lambda _: "`<lower=0, upper=1>`"),
    (r"data cannot be written: work on a copy, `x = x\.copy\(\)`", lambda _: "data cannot be assigned to"),
))  # fmt: skip
