"""The commonest instructions by one pattern each: scalar operands, nothing behind them but an alignment. Four in five lines of a derivative are such, and
are read in a quarter of the time that `instructions.py` takes, which reads everything.
"""
from __future__ import annotations

import re
from collections.abc import Callable

from ..records import Inst, Value
from .instructions import BINARY
from .operands import FLAGS

_FLAGS = f"((?:(?:{'|'.join(sorted(FLAGS - {'volatile', 'atomic', 'weak'}))}) )*)"
_TYPE, _ALIGN, _PTR = "(double|float|ptr|i64|i32|i8|i1)", r"(?:, align (\d{1,9}))?", "ptr"
_REF = r"([%@][-\w.$]+|-?\d[-+\w.]*|true|false|null|undef|poison|zeroinitializer)"

Groups = tuple[str, ...]
Make = Callable[[str, str | None, Groups], Inst]                  # (opcode, name of the result, what the pattern found)


def _binary(op: str, result: str | None, found: Groups) -> Inst:
    flags, kind, a, b = found
    return Inst(op, kind, result, (Value(kind, a), Value(kind, b)), None, tuple(flags.split()))


def _compare(op: str, result: str | None, found: Groups) -> Inst:
    flags, word, kind, a, b = found
    return Inst(op, "i1", result, (Value(kind, a), Value(kind, b)), word, tuple(flags.split()))


def _load(op: str, result: str | None, found: Groups) -> Inst:
    kind, address, align = found
    return Inst(op, kind, result, (Value(_PTR, address),), align=_alignment(align))


def _store(op: str, result: str | None, found: Groups) -> Inst:
    kind, value, address, align = found
    return Inst(op, "void", result, (Value(kind, value), Value(_PTR, address)), align=_alignment(align))


def _getelementptr(op: str, result: str | None, found: Groups) -> Inst:
    flags, element, base, index = found
    return Inst(op, _PTR, result, (Value(_PTR, base), Value("i64", index)), element, tuple(flags.split()))


def _select(op: str, result: str | None, found: Groups) -> Inst:
    flags, condition, kind, a, other, b = found
    return Inst(op, kind, result, (Value("i1", condition), Value(kind, a), Value(other, b)), None, tuple(flags.split()))


def _alignment(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _pattern(*pieces: str) -> re.Pattern[str]:
    return re.compile("".join(pieces) + "$")


_SHAPES: dict[str, tuple[re.Pattern[str], Make]] = {
    **{op: (_pattern(f"{op} ", _FLAGS, _TYPE, " ", _REF, ", ", _REF), _binary) for op in BINARY},
    **{op: (_pattern(f"{op} ", _FLAGS, r"(\w+) ", _TYPE, " ", _REF, ", ", _REF), _compare) for op in ("icmp", "fcmp")},
    "load": (_pattern("load ", _TYPE, ", ptr ", _REF, _ALIGN), _load),
    "store": (_pattern("store ", _TYPE, " ", _REF, ", ptr ", _REF, _ALIGN), _store),
    "getelementptr": (_pattern("getelementptr ", _FLAGS, _TYPE, ", ptr ", _REF, ", i64 ", _REF), _getelementptr),
    "select": (_pattern("select ", _FLAGS, "i1 ", _REF, ", ", _TYPE, " ", _REF, ", ", _TYPE, " ", _REF), _select),
}
_NAME = re.compile(r"%[-\w.$]+")


def plain_inst(line: str) -> Inst | None:
    """The instruction of a line of one of these shapes; None for every other one."""
    text = line.strip()
    result, named, rest = text.partition(" = ")
    if not named:
        result, rest = None, text
    op = rest.partition(" ")[0]
    shape = _SHAPES.get(op)
    if shape is None or result is not None and _NAME.fullmatch(result) is None or (result is None) != (op == "store"):
        return None
    found = shape[0].match(rest)
    return None if found is None else shape[1](op, result, found.groups())
