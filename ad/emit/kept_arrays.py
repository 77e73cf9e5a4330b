"""Whole arrays that the reverse of a call reads: as they stand when nothing overwrites them later, else a copy made right behind the call.

A copy has one slot for each iteration of the loops around the call; where their trip counts are not known, or too large, there is one buffer,
pushed on the tape of chunks at the end of the block and popped where the block's reverse begins.
"""
from __future__ import annotations

from collections.abc import Callable

from ...ir.graph.build import F64, PTR, Code, Names, integer
from ...ir.records import Inst, Value
from .block import BlockReverse
from .tape import Saved
from .whole import Whole

LARGEST = 1 << 22                        # elements of one array of copies


def kept_array(s: BlockReverse, i: Inst, operand: int, size: int, held: int | None = None) -> Value:
    """Where the reverse of block `s` finds the `size` doubles that the operand of call `i` points to just after the call; what is no array of doubles is so
    large, and holds `held` bytes."""
    key = ("array", id(i), operand)
    if key not in s.memo:
        pointer = i.args[operand]
        s.memo[key] = s.pointer(pointer) if s.whole.keep.survives(pointer, s.block, i) else _copy(s, i, pointer, size, 8 * size if held is None else held)
    return s.memo[key]


def _copy(s: BlockReverse, i: Inst, pointer: Value, size: int, held: int) -> Value:
    whole = s.whole
    loops = whole.iterations(s.block) if whole.keep.counters else None
    total = size
    for _, n in loops or ():
        total *= n
    if loops is None or total > LARGEST:
        buffer = new_array(whole.names, whole.allocas, size)
        _behind(whole, i, lambda code: _move(code, buffer, pointer, held))
        s.pops.append((Saved(buffer, size), buffer))
        return buffer
    buffer = new_array(whole.names, whole.allocas, total)
    _behind(whole, i, lambda code: _move(code, _slot(code, buffer, loops, size, whole.iteration), pointer, held))
    return _slot(s.code, buffer, loops, size, s.iteration)


def _slot(code: Code, buffer: Value, loops: list[tuple[str, int]], size: int, iteration: Callable[[str], Value]) -> Value:
    index = integer(0)
    for h, n in loops:
        index = code.binary("add", code.binary("mul", index, integer(n)), iteration(h))
    return code.gep(F64, buffer, code.binary("mul", index, integer(size))) if loops else buffer


def new_array(names: Names, allocas: list[Inst], size: int) -> Value:
    """Memory for `size` doubles as long as the function runs."""
    name = names.new()
    allocas.append(Inst("alloca", PTR, name, (), f"[{size} x double]", align=64))
    return Value(PTR, name)


def _behind(whole: Whole, i: Inst, emit: Callable[[Code], None]) -> None:
    """Code of the forward half, right behind `i`."""
    code = Code(whole.names)
    emit(code)
    whole.behind.setdefault(id(i), []).extend(code.insts)


def _move(code: Code, to: Value, source: Value, held: int) -> None:
    code.call("llvm.memcpy.p0.p0.i64", "void", (to, source, integer(held), Value("i1", "false")))
