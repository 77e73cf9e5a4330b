"""Calls with stacked arguments: which arrays hold a value for each point, how many points there are, what the function sees at one of them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from ..api.arguments import ActivityError, Call, Input, flat, key_of, mapped, refuse_mask


def count(call: Call, chosen: tuple[int, ...]) -> int:
    """How many points there are; ActivityError where the arguments do not agree, or have no axis of points."""
    given = list(leaves(call, chosen))
    for x in given:
        refuse_mask(x.value, f"`{x.label}`")
    if not given:
        key_of(tuple(call.args[k] for k in chosen), "the argument")         # an array of other elements is refused by what it is
    return agreed((x.label, np.shape(x.value)) for x in given)


def agreed(shapes: Iterable[tuple[str, tuple[Any, ...]]]) -> Any:
    """The length of the first axis that all stacked arrays have; ActivityError where there is none."""
    found: dict[str, Any] = {}
    for label, shape in shapes:
        if not shape:
            raise ActivityError(f"`{label}` is one number; a stacked argument has an array with a value for each point",
                                hint="`argnums` says which arguments are stacked; others, and keywords, are the same at all points")
        found[label] = shape[0]
    if not found:
        raise ActivityError("no stacked argument has an array: there are no points to go through", hint="pass arrays whose first axis runs over the points")
    if len(set(found.values())) > 1:
        raise ActivityError("stacked arguments differ in their number of points: " + ", ".join(f"`{label}` has {n}" for label, n in found.items()))
    return next(iter(found.values()))


def leaves(call: Call, chosen: tuple[int, ...]) -> Iterator[Input]:
    """The stacked arrays."""
    for k in chosen:
        for label, value in flat(call.args[k], call.names[k]):
            yield Input(label, value, k)


def at_a_point(call: Call, chosen: tuple[int, ...]) -> Call:
    """A call like that of the function at one point: of the types there, not of its values."""
    return call._replace(args=tuple(mapped(a, like_a_point) if k in chosen else a for k, a in enumerate(call.args)))


def like_a_point(stack: Any) -> np.ndarray:
    """An array of a point's shape and type, without memory of its own."""
    return np.broadcast_to(np.zeros((), stack.dtype), stack.shape[1:])
