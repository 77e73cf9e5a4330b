"""What subscripts say: for each operand of `einsum` the labels of its axes, and those of the result.

In: `"ij,jk"`, `"...i,i->..."`, or operands and lists of numbers in turn. Out: labels, letters for axes that are named and numbers for those that an ellipsis
stands for: `...` of rank 2 is (-2, -1), so that axes of different ellipses meet at their ends.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from ...arrays.making import shape_of
from ...values.services import Interpreter
from ...values.values import Value, holds_run_time

Label: TypeAlias = str | int
Labels: TypeAlias = tuple[Label, ...]
DOTS = "..."
REMEDY = "np.einsum('ij,jk->ik', a, b): a letter for each axis of each operand, `...` for any further ones"


class Subscripts(NamedTuple):
    """The labels of each operand's axes, and of the result's."""

    inputs: tuple[Labels, ...]
    output: Labels


def parsed(it: Interpreter, given: Sequence[Value]) -> tuple[Subscripts, list[Value]]:
    """What the arguments of `einsum` say, and its operands."""
    if not given:
        raise it.error("`einsum` without subscripts", REMEDY)
    text, operands = (given[0], list(given[1:])) if isinstance(given[0], str) else interleaved(it, given)
    if not isinstance(text, str):
        raise it.error("the subscripts of `einsum` must be known when the function is compiled", REMEDY)
    left, arrow, right = text.replace(" ", "").partition("->")
    words = [tokens(it, word) for word in left.split(",")]
    if len(words) != len(operands):
        raise it.error(f"`einsum` has subscripts for {len(words)} operands and {len(operands)} operands", REMEDY)
    inputs = tuple(spelled(it, word, len(shape_of(it, operand))) for word, operand in zip(words, operands, strict=True))
    return Subscripts(inputs, result(it, inputs, tokens(it, right) if arrow else None)), operands


def interleaved(it: Interpreter, given: Sequence[Any]) -> tuple[str, list[Value]]:
    """`a, [0, 1], b, [1, 2], [0, 2]` as text and operands."""
    operands, lists = list(given[0:len(given) // 2 * 2:2]), [*given[1::2], *([given[-1]] if len(given) % 2 else [])]
    if holds_run_time(lists) or not all(isinstance(labels, (list, tuple)) for labels in lists):
        raise it.error("`einsum` takes subscripts first, or operands and lists of numbers in turn", REMEDY)
    words = ["".join(DOTS if label is Ellipsis else letter(it, label) for label in labels) for labels in lists]
    inputs, output = words[:len(operands)], words[len(operands):]
    return "->".join([",".join(inputs), *output]), operands


def letter(it: Interpreter, number: Any) -> str:
    """The letter of a number from 0 to 51."""
    if not isinstance(number, int) or not 0 <= number < 52:
        raise it.error(f"the subscript {number!r} of `einsum` is not a whole number from 0 to 51")
    return chr(ord("A") + number) if number < 26 else chr(ord("a") + number - 26)


def tokens(it: Interpreter, word: str) -> list[str]:
    """The letters of a word, and its ellipsis."""
    before, dots, after = word.partition(DOTS)
    found = [*before, *([DOTS] if dots else []), *after]
    wrong = [token for token in found if token != DOTS and not (token.isascii() and token.isalpha())]
    if wrong:
        raise it.error(f"`{wrong[0]}` in the subscripts of `einsum` is no letter", REMEDY)
    return found


def spelled(it: Interpreter, word: list[str], rank: int) -> Labels:
    """The labels of the axes of an operand of this rank."""
    free = rank - sum(token != DOTS for token in word)
    if free < 0 or (free and DOTS not in word):
        raise it.error(f"the subscripts `{''.join(word)}` of `einsum` are for another operand than one of rank {rank}", REMEDY)
    return opened(word, free)


def opened(word: Sequence[str], free: int) -> Labels:
    """A word whose ellipsis stands for so many axes."""
    labels: list[Label] = []
    for token in word:
        labels += range(-free, 0) if token == DOTS else [token]
    return tuple(labels)


def result(it: Interpreter, inputs: Sequence[Labels], word: list[str] | None) -> Labels:
    """The labels of the result: those that are given, or the ellipsis and, in order, the letters that occur once."""
    counts = Counter(label for labels in inputs for label in labels)
    free = max((-label for label in counts if isinstance(label, int)), default=0)
    if word is None:
        return (*range(-free, 0), *sorted(label for label, count in counts.items() if isinstance(label, str) and count == 1))
    labels = opened(word, free)
    if free and DOTS not in word:
        raise it.error("the result of `einsum` has no `...` for the axes that `...` stands for in its operands", REMEDY)
    wrong = [label for label, count in Counter(labels).items() if count > 1 or label not in counts]
    if wrong:
        raise it.error(f"the result of `einsum` has `{wrong[0]}` more than once, or no operand has it", REMEDY)
    return labels
