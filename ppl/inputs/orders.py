"""Which labels a dim has where several know some: coords, data that bring them, and the run whose data these follow. Out: the labels, and data in their order.

Numbers follow labels, never the other way round: categories are counted as the labels of their dim stand, and what was given before stays beside what is new
only where both have the same labels. Where that cannot be known it is asked, not guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..base.types import Data
from ..interpret.table import Earlier
from .data import imported, shape_of
from .labels import keys, shown

MOST = 4                                         # labels in a message
CODES = -1                                       # in place of an axis: labels of categories, which the data count


class Brought(NamedTuple):
    """Labels of a dim, and what brought them: an axis of an argument or, of a table, the categories of a column."""

    dim: str
    labels: Any
    by: str
    axis: int
    argument: str

    @property
    def categories(self) -> bool:
        """Are they categories?"""
        return self.axis == CODES


class Orders:
    """Puts the data of one binding in order. `said` are the dims of arguments as the source has them."""

    def __init__(self, values: Data, said: Mapping[str, Collection[str]], earlier: Earlier, problems: list[str]):
        self.values, self.said, self.earlier, self.problems = values, said, earlier, problems

    def under(self, dim: str, ones: list[Brought], given: np.ndarray) -> None:
        """Categories as coords that were given count them. Other names for them are no problem, nor are other names for rows."""
        for one in ones:
            shared = set(keys(one.labels)) & set(keys(given))
            if one.categories and shared:
                self.count(one, given)
            elif shared and keys(one.labels) != keys(given) and (len(shared) == len(given) or given.dtype.kind not in "iu"):
                self.problems.append(f"`{one.by}` and coords have other labels along `{dim}`: {few(one.labels)} and {few(given)}; bring them in one order, "
                                     f"`{one.by}.reindex(…)`, or give an array")  # fmt: skip

    def settled(self, dim: str, ones: list[Brought]) -> np.ndarray:
        """The labels of a dim that data bring: those of before where the new ones are the same and nothing new is in another order."""
        target = self.agreed(dim, ones)
        before = self.earlier.labels.get(dim)
        if before is not None and keys(before) != keys(target):
            if all(self.known(one, before) for one in ones) and not self.new_beside(dim, ones, len(target)) and (
                dim in self.earlier.hold or any(self.stale(dim, len(before)))
            ):
                target = before
            else:
                self.problems += [f"`{name}` is not given anew and {'lies' if name in self.said else 'may lie'} along `{dim}`, whose labels were {few(before)} "
                                  f"and are {few(target)}: give it too" for name in self.stale(dim, len(target))]  # fmt: skip
        for one in ones:
            if one.categories:
                self.count(one, target)
            elif keys(one.labels) != keys(target):
                self.move(one, target)
        return target

    def agreed(self, dim: str, ones: list[Brought]) -> np.ndarray:
        """What all bring: the labels of an axis, which all axes must have; else the categories."""
        first, *others = sorted(ones, key=lambda one: one.categories)
        for one in others:
            if one.categories == first.categories and keys(one.labels) != keys(first.labels):
                self.problems.append(f"`{first.by}` and `{one.by}` bring other labels along `{dim}`: {few(first.labels)} and {few(one.labels)}; "
                                     f"bring them in one order, `{one.by}.reindex(…)`, or give arrays and coords=")  # fmt: skip
                return one.labels
        return first.labels

    # -- what lies beside
    def known(self, one: Brought, labels: np.ndarray) -> bool:
        """Are these the same labels, or categories that occur among them?"""
        mine = {key for key, occurs in zip(keys(one.labels), self.occurring(one), strict=True) if occurs}
        return mine <= set(keys(labels)) if one.categories else mine == set(keys(labels))

    def stale(self, dim: str, size: int) -> Iterable[str]:
        """Arguments of before that lie along the dim, or may: arrays of its size of which nothing is said."""
        return (name for name in self.values if name in self.earlier.stay and self.lies(name, dim, size))

    def new_beside(self, dim: str, ones: list[Brought], size: int) -> bool:
        """Does a new argument without labels lie along the dim? It is in the order of what it came with."""
        labelled = {one.argument for one in ones}
        return any(self.lies(name, dim, size) for name in self.values if name not in self.earlier.stay and name not in labelled)

    def lies(self, name: str, dim: str, size: int) -> bool:
        """Does an argument lie along a dim of this size, as far as the source or its shape tells?"""
        said = self.said.get(name)
        return self.values[name] is not None and (size in shape_of(self.values[name]) if said is None else dim in said)

    # -- data
    def codes(self, one: Brought) -> np.ndarray:
        """Categories as they are counted now."""
        held = self.values[one.argument]
        return np.asarray(held if one.by == one.argument else held[one.by])

    def occurring(self, one: Brought) -> np.ndarray:
        """Which of the labels occur: of categories those that the data have."""
        return np.isin(np.arange(len(one.labels)), self.codes(one)) if one.categories else np.ones(len(one.labels), bool)

    def count(self, one: Brought, labels: np.ndarray) -> None:
        """Categories counted as these labels stand."""
        if keys(one.labels) == keys(labels):
            return
        place = {label: k for k, label in enumerate(keys(labels))}
        to = np.array([place.get(label, -1) for label in keys(one.labels)], np.int64)
        if lacking := [label for label, k, occurs in zip(keys(one.labels), to.tolist(), self.occurring(one), strict=True) if k < 0 and occurs]:
            self.problems.append(f"`{one.by}` has categories that are no labels of `{one.dim}`: {few(lacking)}; labels are {few(labels)}")
            return
        codes, held = to[self.codes(one)], self.values[one.argument]
        self.values[one.argument] = codes if one.by == one.argument else held.assign(**{one.by: codes})

    def move(self, one: Brought, labels: np.ndarray) -> None:
        """The entries of an axis as these labels stand, where they are the same."""
        place = {label: k for k, label in enumerate(keys(one.labels))}
        if place.keys() != set(keys(labels)):
            return                                   # another argument's labels, and a problem already
        order, held = [place[label] for label in keys(labels)], self.values[one.argument]
        pandas = tuple(t for t in (imported("pandas", "Series"), imported("pandas", "DataFrame")) if t is not None)
        moved = held.iloc[(slice(None),) * one.axis + (order,)] if isinstance(held, pandas) else np.take(np.asarray(held), order, one.axis)
        self.values[one.argument] = moved


def few(values: Collection[Any]) -> str:
    """The first labels, for a message."""
    found = values.tolist() if isinstance(values, np.ndarray) else list(values)
    return ", ".join(map(shown, found[:MOST])) + (", …" if len(found) > MOST else "")
