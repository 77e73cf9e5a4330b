"""A factor of a sum of products: an array whose axes have labels. Diagonals, sums over labels of one factor, axes in another order."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeAlias

from ...arrays.making import lift
from ...arrays.storage import force
from ...values.dtypes import I1
from ...values.services import Interpreter
from ...values.sizes import Dim
from ...values.values import ARRAYS, Operand, Value, View, type_of
from ..shaping import transposed
from .subscripts import Label, Labels

Lengths: TypeAlias = dict[Label, Dim]


class Term(NamedTuple):
    """An array and the labels of its axes, each once; a number has none."""

    array: Operand
    labels: Labels


def lengths_of(it: Interpreter, arrays: Iterable[Operand], inputs: Iterable[Labels]) -> Lengths:
    """How long the axes of each label are; one of length 1 meets any."""
    found: Lengths = {}
    for array, labels in zip(arrays, inputs, strict=True):
        for label, length in zip(labels, array.shape if isinstance(array, ARRAYS) else (), strict=True):
            known = found.setdefault(label, length)
            if known == 1:
                found[label] = length
            elif length not in (1, known):
                raise it.error(f"axes of lengths {known} and {length} have one label" + (f", `{label}`" if isinstance(label, str) else ""))
    return found


def term(it: Interpreter, value: Value, labels: Labels, lengths: Lengths) -> Term:
    """A factor: where a label occurs twice the diagonal, where an axis has length 1 and others of its label have not, its only element."""
    array = lift(it, value)
    if not isinstance(array, ARRAYS):
        return Term(array, ())
    wide = [lengths[label] == length for label, length in zip(labels, array.shape, strict=True)]
    if not all(wide):
        array = it.index(array, tuple(slice(None) if kept else 0 for kept in wide))
        labels = tuple(label for label, kept in zip(labels, wide, strict=True) if kept)
    if len(set(labels)) == len(labels):
        return Term(array, labels)                                              # type: ignore[arg-type]  # no key of masks
    return diagonal(force(it, array), labels)                                   # type: ignore[arg-type]


def diagonal(view: View, labels: Labels) -> Term:
    """The view along which axes of one label move together."""
    once = tuple(dict.fromkeys(labels))
    strides = [sum(stride for own, stride in zip(labels, view.strides, strict=True) if own == label) for label in once]     # type: ignore[misc]
    return Term(View(view.buf, [view.shape[labels.index(label)] for label in once], strides, view.off, view.dyn), once)


def summed(it: Interpreter, one: Term, needed: Collection[Label]) -> Term:
    """Without the axes of labels that nothing needs: their sums."""
    over = tuple(axis for axis, label in enumerate(one.labels) if label not in needed)
    if not over:
        return one
    kind = "any" if type_of(one.array) == I1 else "sum"                         # of booleans `or`, as their product is `and`
    return Term(it.reduce(kind, one.array, over), tuple(label for label in one.labels if label in needed))


def ordered(it: Interpreter, one: Term, labels: Labels) -> Term:
    """With its axes in this order."""
    if one.labels == labels:
        return one
    return Term(transposed(it, one.array, [one.labels.index(label) for label in labels]), labels)


def aligned(it: Interpreter, one: Term, labels: Labels) -> Operand:
    """With an axis for each label, of length 1 for those that it has not, so that it broadcasts."""
    array = ordered(it, one, tuple(label for label in labels if label in one.labels)).array
    if not isinstance(array, ARRAYS) or len(one.labels) == len(labels):
        return array
    first = next(at for at, label in enumerate(labels) if label in one.labels)  # broadcasting adds the axes before by itself
    return it.index(array, tuple(slice(None) if label in one.labels else None for label in labels[first:]))    # type: ignore[return-value]
