"""A sum of products of any number of factors, two at a time, in an order that is chosen when the function is compiled."""
from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters
from typing import Any

import numpy as np

from ...arrays.making import lift
from ...values.services import Interpreter
from ...values.values import Operand, Value
from .pairs import contracted
from .subscripts import Label, Labels, Subscripts
from .terms import Lengths, Term, lengths_of, ordered, summed, term

FEW = 6                                         # factors, up to which all orders are looked at
UNLIMITED = 2**62                               # elements of an intermediate result
Path = Sequence[Sequence[int]]


def contract(it: Interpreter, operands: Sequence[Value], says: Subscripts, order: Any = True) -> Operand:
    """The sum of products. `order` is NumPy's `optimize`: what is not a list of contractions leaves the choice to us."""
    arrays = [lift(it, operand) for operand in operands]
    lengths = lengths_of(it, arrays, says.inputs)
    terms = [term(it, array, labels, lengths) for array, labels in zip(arrays, says.inputs, strict=True)]
    for places in given(it, order, len(terms)) or path(terms, says.output, lengths):
        chosen = [terms[place] for place in places]
        terms = [one for at, one in enumerate(terms) if at not in places]
        terms.append(together(it, chosen, {label for one in terms for label in one.labels} | {*says.output}, lengths))
    return ordered(it, together(it, terms, {*says.output}, lengths), says.output).array


def together(it: Interpreter, terms: Sequence[Term], needed: set[Label], lengths: Lengths) -> Term:
    """These factors multiplied, one after the other."""
    first, *rest = terms
    while rest:
        later = {label for one in rest[1:] for label in one.labels}
        first = contracted(it, first, rest.pop(0), needed | later, lengths)
    return summed(it, first, needed)


# -- the order
def given(it: Interpreter, order: Any, count: int) -> Path | None:
    """A list of contractions that the user gives, as `np.einsum_path` does."""
    if not isinstance(order, (list, tuple)) or not order or order[0] != "einsum_path":
        return None
    left = count
    for places in order[1:]:
        if len(set(places)) != len(places) or not all(isinstance(place, int) and 0 <= place < left for place in places):
            raise it.error(f"`optimize={order}` does not say which of {count} operands meet", "let it be chosen: `optimize=True`")
        left += 1 - len(places)
    return [tuple(places) for places in order[1:]]


def path(terms: Sequence[Term], output: Labels, lengths: Lengths) -> Path:
    """Which factors meet first: the cheapest order of few, a good one of many; from left to right where lengths are not known."""
    if len(terms) < 3 or len(lengths) > len(ascii_letters) or not all(isinstance(length, int) for length in lengths.values()):
        return ()
    letters = dict(zip(lengths, ascii_letters, strict=False))
    words = ["".join(letters[label] for label in one.labels) for one in terms]
    text = f"{','.join(words)}->{''.join(letters[label] for label in output)}"
    shapes = [np.broadcast_to(0.0, [lengths[label] for label in one.labels]) for one in terms]                        # type: ignore[misc]
    return np.einsum_path(text, *shapes, optimize=("optimal" if len(terms) <= FEW else "greedy", UNLIMITED))[0][1:]    # type: ignore[return-value]
