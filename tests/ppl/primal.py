"""Compiles a staged function without derivatives, to compare it with CPython."""

from __future__ import annotations

import ctypes

import numpy as np

from llbayes.ir.machine import linker, pipelines
from llbayes.lang import Staged
from llbayes.lang.bodies import with_bodies

NUMPY = {"f8": np.float64, "f4": np.float32, "i8": np.int64, "b1": np.bool_}


def run(staged: Staged, inputs):
    """The value of a function that returns a number, else its output arrays by name; and the status."""
    text = with_bodies(pipelines.clean(staged.text))
    library = linker.link(pipelines.native(text, exports=(staged.name,)), exports=(staged.name,))
    arrays = [np.ascontiguousarray(a, NUMPY[leaf.dtype]) for a, leaf in zip(inputs, staged.inputs, strict=True)]
    arrays += [np.ascontiguousarray(c) for c in staged.constants]
    outs = [] if staged.by_value else [np.zeros(leaf.shape, NUMPY[leaf.dtype]) for leaf in staged.outputs]
    status = np.zeros(1, np.int64)
    pointers = [a.ctypes.data for a in (*arrays, *outs)] + [0, status.ctypes.data]
    call = library.function(staged.name, ctypes.c_double if staged.by_value else None, *[ctypes.c_void_p] * len(pointers))
    value = call(*pointers)
    return (value if staged.by_value else {leaf.name: o for leaf, o in zip(staged.outputs, outs, strict=True)}), int(status[0])
