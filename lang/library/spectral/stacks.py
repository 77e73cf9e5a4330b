"""Functions of one matrix over the matrices of a stack: leading axes."""
from __future__ import annotations

import numpy as np


def stacked(f, a, shapes):
    """f of every matrix of a stack, where it gives arrays of these shapes: each of them with the leading axes of the stack."""
    lead = a.shape[:-2]
    matrices = a.reshape(-1, *a.shape[-2:])
    outs = [np.zeros((matrices.shape[0], *shape)) for shape in shapes]
    for b in range(matrices.shape[0]):
        for out, part in zip(outs, f(matrices[b]), strict=True):
            out[b] = part
    return [out.reshape(lead + shape) for out, shape in zip(outs, shapes, strict=True)]
