"""Sorting, and places in sorted arrays, in the language. Orders are found on numbers that differentiation takes for constants; values follow them."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..functions import UFUNCS
from .refusing import refuse

RUN = 16                                        # up to here an order is found by insertion, longer ones merge runs of this length
LARGEST = 2**62
stop_gradient = UFUNCS["stop_gradient"]


# -- along an axis
def along(f, a, axis):
    """f of every vector along an axis: integers in the shape of the array."""
    last = np.moveaxis(a, axis, -1)
    rows = last.reshape(-1, last.shape[-1])
    out = np.zeros(rows.shape, np.int64)
    for i in range(rows.shape[0]):
        out[i] = f(rows[i])
    return np.moveaxis(out.reshape(last.shape), -1, axis)


def argsort(a, axis=-1, kind=None, order=None, *, stable=None):
    """the places of the elements in rising order, along an axis; equal ones keep their order, nan comes last"""
    a = np.asarray(a)
    if axis is None or len(a.shape) < 2:
        return order_of(np.ravel(a))
    return along(order_of, a, axis)


def sort(a, axis=-1, kind=None, order=None, *, stable=None):
    """a sorted copy, along an axis; nan comes last"""
    a = np.asarray(a)
    if axis is None or len(a.shape) == 1:
        flat = np.ravel(a)
        return flat[order_of(flat)]
    return take_along_axis(a, along(order_of, a, axis), axis)


def sort_in_place(a, axis=-1, kind=None, order=None, *, stable=None):
    """puts the elements in rising order, along an axis"""
    a[...] = sort(a, axis)


def partition_in_place(a, kth, axis=-1, kind=None, order=None):
    """puts the kth element in its place, smaller ones before it, larger ones behind"""
    a[...] = sort(a, axis)


def partition(a, kth, axis=-1, kind=None, order=None):
    """a sorted copy: the kth element is in its place, smaller ones before it, larger ones behind"""
    return sort(a, axis)


def argpartition(a, kth, axis=-1, kind=None, order=None):
    """the places of the elements in rising order, along an axis"""
    return argsort(a, axis)


def lexsort(keys, axis=-1):
    """the order by several keys, the last one first"""
    keys = np.asarray(keys)
    if len(keys.shape) == 1:
        refuse("the keys of lexsort are several arrays", "`np.lexsort((last, first))`, or np.argsort of one")
    places = argsort(keys[0], axis)
    for k in range(1, keys.shape[0]):
        again = argsort(take_along_axis(keys[k], places, axis), axis)
        places = take_along_axis(places, again, axis)
    return places


def take_along_axis(arr, indices, axis=-1):
    """the elements at these places along an axis, of each row its own"""
    if axis is None:
        return np.ravel(arr)[np.ravel(indices)]
    arr, indices = np.asarray(arr), np.asarray(indices)
    return arr[places_along(arr, indices, axis)]


def put_along_axis(arr, indices, values, axis):
    """writes values to these places along an axis, in each row its own"""
    indices = np.asarray(indices)
    if axis is None:
        flat = arr.reshape(-1)
        flat[np.ravel(indices)] = values
    else:
        arr[places_along(arr, indices, axis)] = values


def places_along(arr, indices, axis):
    """A key that has the indices on one axis and goes through all others."""
    rank = len(arr.shape)
    if len(indices.shape) != rank:
        refuse(f"the array has {rank} axes and its indices {len(indices.shape)}: they must have as many", "give them as many axes: indices[:, None]")
    k = axis % rank
    key = ()
    for axis in range(rank):
        shape = (1,) * axis + (-1,) + (1,) * (rank - 1 - axis)
        key = (*key, indices if axis == k else np.reshape(np.arange(arr.shape[axis]), shape))
    return key


# -- of one vector
def constant(v):
    """A copy that differentiation takes for constants; integers stay integers."""
    return stop_gradient(v) * 1 if v.dtype.kind == "f" else v * 1


def is_before(one, other):
    """Does one stand before the other, nan behind all numbers?"""
    return one == one and not other <= one


def order_of(v):
    """The places of a vector's elements in rising order, equal ones in theirs."""
    keys = np.copy(constant(v))
    places = np.arange(v.shape[0])
    insert(keys, places)
    if v.shape[0] > RUN:
        merge(keys, places)
    return places


def insert(keys, places):
    """Sorts each run of RUN keys, and the places with them, by insertion."""
    for i in range(1, keys.shape[0]):
        key, place = keys[i], places[i]
        first = i - i % RUN
        j = i - 1
        while j >= first and is_before(key, keys[j]):
            keys[j + 1] = keys[j]
            places[j + 1] = places[j]
            j -= 1
        keys[j + 1] = key
        places[j + 1] = place


def merge(keys, places):
    """Merges sorted runs of keys, and the places with them, until there is one."""
    n = keys.shape[0]
    sorted_keys, sorted_places = np.copy(keys), np.copy(places)
    width = RUN
    while width < n:
        for pair in range((n + 2 * width - 1) // (2 * width)):
            low = 2 * width * pair
            middle, high = min(low + width, n), min(low + 2 * width, n)
            i, j = low, middle
            for k in range(low, high):
                second = i >= middle or (j < high and is_before(keys[min(j, n - 1)], keys[min(i, n - 1)]))
                at = j if second else i
                sorted_keys[k] = keys[at]
                sorted_places[k] = places[at]
                if second:
                    j += 1
                else:
                    i += 1
        keys[:] = sorted_keys
        places[:] = sorted_places
        width *= 2


# -- places in a sorted vector
def searchsorted(a, v, side="left", sorter=None):
    """where numbers would be inserted into a sorted vector, before or behind equal ones"""
    if side not in ("left", "right"):
        refuse(f"`searchsorted`: side is 'left' or 'right', not {side!r}")
    a = np.asarray(a)
    if sorter is not None:
        a = a[sorter]
    keys = constant(a)
    if len(np.shape(v)) == 0:
        return place_in(keys, v, side == "right")
    v = np.asarray(v)
    flat = np.ravel(v)
    out = np.zeros(flat.shape[0], np.int64)
    for i in range(flat.shape[0]):
        out[i] = place_in(keys, flat[i], side == "right")
    return out.reshape(v.shape)


def place_in(keys, x, behind) -> Any:
    """How many of the sorted keys stand before x, or do not stand behind it."""
    low, high = 0, keys.shape[0]
    while low < high:
        middle = (low + high) // 2
        if (not is_before(x, keys[middle])) if behind else is_before(keys[middle], x):
            low = middle + 1
        else:
            high = middle
    return low


def digitize(x, bins, right=False):
    """in which bins numbers are, by rising or falling edges"""
    bins = np.asarray(bins)
    n = bins.shape[0]
    if n > 1:
        steps = bins[1:] - bins[:-1]
        rising = np.all(steps >= 0.0)
        if not rising and not np.all(steps <= 0.0):
            raise ValueError("bins must be monotonically increasing or decreasing")
        side = "left" if right else "right"
        return np.where(rising, searchsorted(bins, x, side), n - searchsorted(bins[::-1], x, side))
    return searchsorted(bins, x, "left" if right else "right")


# -- places of extremes
def of_rows(place, a, axis):
    """A place in each row along an axis."""
    last = np.moveaxis(a, axis, -1)
    rows = last.reshape(-1, last.shape[-1])
    out = np.zeros(rows.shape[0], np.int64)
    for i in range(rows.shape[0]):
        out[i] = place(rows[i])
    return out.reshape(last.shape[:-1])


def argmax(a, axis):
    """positions of the first largest elements along an axis"""
    return of_rows(np.argmax, a, axis)


def argmin(a, axis):
    """positions of the first smallest elements along an axis"""
    return of_rows(np.argmin, a, axis)
