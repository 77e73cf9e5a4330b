"""Linear maps given by their blocks: what a derivative that the user writes is, a block for each argument (of a gradient) or each pair (of a Hessian).

A block that takes arrays of one shape to those of another has the axes of both, those of what it gives first; one that has only these is elementwise.
"""
from __future__ import annotations

import numpy as np

from ...lang.arrays import making
from ...lang.values.services import Interpreter
from ...lang.values.values import Operand, Value
from .leaves import axes
from .staging import called

Shape = tuple[int, ...]


def checked(it: Interpreter, block: Value, gives: Shape, takes: Shape, what: str) -> Operand:
    """The block as an array, an error at the user's line where its shape is none that a block may have."""
    array = making.lift(it, block)
    shape = axes(it, array)
    if shape == (*gives, *takes) or is_elementwise(shape, gives, takes):
        return array
    also = f", or {gives} where it acts element by element" if fits(takes, gives) and gives and takes else ""
    raise it.error(f"{what} has shape {shape}, it must have shape {(*gives, *takes)}{also}")


def is_elementwise(shape: Shape, gives: Shape, takes: Shape) -> bool:
    """Does a block of this shape act element by element?"""
    return shape != (*gives, *takes) and fits(takes, gives) and fits(shape, gives)


def fits(shape: Shape, to: Shape) -> bool:
    """Does an array broadcast to this shape?"""
    return len(shape) <= len(to) and all(a in (1, b) for a, b in zip(reversed(shape), reversed(to), strict=False))


def forwards(it: Interpreter, block: Operand, t: Operand, gives: Shape, takes: Shape) -> Operand:
    """The block times a tangent."""
    shape = axes(it, block)
    if is_elementwise(shape, gives, takes):
        return _spread(it, _product(it, t, block), gives)
    if not gives:
        return it.reduce("sum", _product(it, t, block))
    if not takes:
        return _product(it, t, block)
    return it.reshape(it.operate("@", _matrix(it, block, gives, takes), it.reshape(t, (_size(takes),))), gives)


def backwards(it: Interpreter, block: Operand, w: Operand, gives: Shape, takes: Shape) -> Operand:
    """The transpose of the block times an adjoint."""
    shape = axes(it, block)
    if is_elementwise(shape, gives, takes):
        return summed(it, _product(it, w, _spread(it, block, gives)), gives, takes)
    if not gives:
        return _product(it, w, block)
    if not takes:
        return it.reduce("sum", _product(it, w, block))
    return it.reshape(it.operate("@", it.reshape(w, (_size(gives),)), _matrix(it, block, gives, takes)), takes)


def summed(it: Interpreter, v: Operand, from_: Shape, to: Shape) -> Operand:
    """An array of one shape, summed over the axes along which an array of the other was broadcast."""
    lead = len(from_) - len(to)
    axes = tuple([k for k in range(len(from_)) if k < lead or to[k - lead] == 1 and from_[k] != 1])
    out = it.reduce("sum", v, axes) if axes else v
    return it.reshape(out, to) if to else out if not axes or len(axes) == len(from_) else it.reduce("sum", out)


def _product(it: Interpreter, direction: Operand, slope: Operand) -> Operand:
    """Their product, 0 where the direction is 0 whatever the slope is: so a slope that is infinite where nobody looks does no harm."""
    return called(it, np.where, it.operate("==", direction, 0.0), 0.0, it.operate("*", direction, slope))


def _spread(it: Interpreter, v: Operand, shape: Shape) -> Operand:
    return called(it, np.broadcast_to, v, shape) if axes(it, v) != shape else v


def _matrix(it: Interpreter, block: Operand, gives: Shape, takes: Shape) -> Operand:
    return it.reshape(block, (_size(gives), _size(takes)))


def _size(shape: Shape) -> int:
    return int(np.prod(shape))
