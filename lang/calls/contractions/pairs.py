"""Two factors multiplied and summed: as matrix products where they are worth it, else by one nest of loops."""
from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from ...arrays import dense
from ...arrays.making import array_of
from ...values.dtypes import F64, I1
from ...values.services import Interpreter
from ...values.sizes import product
from ...values.values import Operand, type_of
from .subscripts import Label, Labels
from .terms import Lengths, Term, aligned, ordered, summed


class Roles(NamedTuple):
    """The labels of two factors: those that both have and the result too, that the first alone has, that the second alone has, and that are summed over."""

    both: Labels
    left: Labels
    right: Labels
    inner: Labels


def contracted(it: Interpreter, one: Term, other: Term, needed: Collection[Label], lengths: Lengths) -> Term:
    """The product of two factors, summed over what nothing else needs."""
    one, other = summed(it, one, {*needed, *other.labels}), summed(it, other, {*needed, *one.labels})
    roles = Roles(tuple(label for label in one.labels if label in other.labels and label in needed),
                  tuple(label for label in one.labels if label not in other.labels),
                  tuple(label for label in other.labels if label not in one.labels),
                  tuple(label for label in one.labels if label in other.labels and label not in needed))
    if not roles.inner:
        labels = (*roles.both, *roles.left, *roles.right)
        return Term(times(it, aligned(it, one, labels), aligned(it, other, labels)), labels)
    if pays(it, one, other, roles, lengths):
        return by_matrices(it, one, other, roles, lengths)
    if not roles.both and max(map(len, roles)) == 1 and I1 not in (type_of(one.array), type_of(other.array)):
        return Term(it.operate("@", ordered(it, one, (*roles.left, *roles.inner)).array, ordered(it, other, (*roles.inner, *roles.right)).array),
                    (*roles.left, *roles.right))
    labels = (*roles.both, *roles.left, *roles.right, *roles.inner)
    return summed(it, Term(times(it, aligned(it, one, labels), aligned(it, other, labels)), labels), labels[:len(labels) - len(roles.inner)])


def times(it: Interpreter, one: Operand, other: Operand) -> Operand:
    """The product, of booleans `and`."""
    return it.operate("&" if type_of(one) == type_of(other) == I1 else "*", one, other)


# -- by matrix products
def size(labels: Labels, lengths: Lengths) -> int:
    """How many elements axes of these labels have together; 0 where that is not known when compiled."""
    total = product(lengths[label] for label in labels)
    return total if isinstance(total, int) else 0


def pays(it: Interpreter, one: Term, other: Term, roles: Roles, lengths: Lengths) -> bool:
    """Is it worth calls of BLAS, for which axes are put together, and copied where they must be?"""
    rows, inner, columns = (size(labels, lengths) for labels in (roles.left, roles.inner, roles.right))
    return (it.outliner is None and type_of(one.array) == type_of(other.array) == F64 and size(roles.both, lengths) > 0
            and dense.is_large(rows, inner, columns))


def by_matrices(it: Interpreter, one: Term, other: Term, roles: Roles, lengths: Lengths) -> Term:
    """One matrix product, or one for each element of the axes that both have."""
    first = grouped(it, one, (roles.both, roles.left, roles.inner), lengths)
    second = grouped(it, other, (roles.both, roles.inner, roles.right), lengths)
    labels = (*roles.both, *roles.left, *roles.right)
    made = it.call(stacked, first, second) if roles.both else it.operate("@", first, second)
    return Term(array_of(it, made) if len(labels) == 2 + bool(roles.both) else it.reshape(made, tuple(lengths[label] for label in labels)), labels)


def grouped(it: Interpreter, one: Term, groups: tuple[Labels, ...], lengths: Lengths) -> Operand:
    """With one axis for each group of labels that is not empty."""
    groups = tuple(group for group in groups if group)
    array = ordered(it, one, tuple(label for group in groups for label in group)).array
    return array if all(len(group) == 1 for group in groups) else it.reshape(array, tuple(size(group, lengths) for group in groups))


def stacked(a, b):
    """In the language: a matrix product for each row of the first axis."""
    out = np.zeros((a.shape[0], a.shape[1], b.shape[2]))
    for i in range(a.shape[0]):
        out[i] = a[i] @ b[i]
    return out
