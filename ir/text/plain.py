"""The commonest instructions by one pattern each: scalar operands, nothing behind them but an alignment and numbered metadata. Seven in ten lines of a
derivative are such, and are read in a third of the time that `instructions.py` takes, which reads everything.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ..records import Inst, Value
from .instructions import BINARY
from .operands import FLAGS

_PLAIN = FLAGS - {"volatile", "atomic", "weak"}
_FLAGS = r"((?:[a-z]+ )*)"
_TYPE, _ALIGN, _PTR = "(double|float|ptr|i64|i32|i8|i1)", r"(?:, align (\d{1,9}))?", "ptr"
_METADATA, _ONE = r"((?:, ![a-z][\w.]* !\d+)*)", re.compile(r"!([a-z][\w.]*) (!\d+)")
_REF = r"([%@][-\w.$]+|-?\d[-+\w.]*|true|false|null|undef|poison|zeroinitializer)"

Groups = list[str]
Make = Callable[[str, str | None, Groups], Inst]                  # (opcode, name of the result, what the pattern found behind the opcode)


def _binary(op: str, result: str | None, found: Groups) -> Inst:
    flags, kind, a, b = found
    return Inst(op, kind, result, (Value(kind, a), Value(kind, b)), None, tuple(flags.split()))


def _compare(op: str, result: str | None, found: Groups) -> Inst:
    flags, word, kind, a, b = found
    return Inst(op, "i1", result, (Value(kind, a), Value(kind, b)), word, tuple(flags.split()))


def _load(op: str, result: str | None, found: Groups) -> Inst:
    _, kind, address, align = found
    return Inst(op, kind, result, (Value(_PTR, address),), align=_alignment(align))


def _store(op: str, result: str | None, found: Groups) -> Inst:
    _, kind, value, address, align = found
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
    return re.compile("".join(pieces) + _METADATA + "$")


@cache
def _shapes() -> dict[str, tuple[re.Pattern[str], Make]]:
    """By opcode; made when a text is first read, which a start from the cache does not."""
    of_two = _pattern(_FLAGS, _TYPE, " ", _REF, ", ", _REF), _binary
    comparison = _pattern(_FLAGS, r"(\w+) ", _TYPE, " ", _REF, ", ", _REF), _compare
    return {
        **dict.fromkeys(BINARY, of_two), **dict.fromkeys(("icmp", "fcmp"), comparison),
        "load": (_pattern("()", _TYPE, ", ptr ", _REF, _ALIGN), _load),
        "store": (_pattern("()", _TYPE, " ", _REF, ", ptr ", _REF, _ALIGN), _store),
        "getelementptr": (_pattern(_FLAGS, _TYPE, ", ptr ", _REF, ", i64 ", _REF), _getelementptr),
        "select": (_pattern(_FLAGS, "i1 ", _REF, ", ", _TYPE, " ", _REF, ", ", _TYPE, " ", _REF), _select),
    }


_NAME = re.compile(r"%[-\w.$]+")


def plain_inst(line: str) -> Inst | None:
    """The instruction of a line of one of these shapes; None for every other one."""
    text = line.strip()
    result, named, rest = text.partition(" = ")
    if not named:
        result, rest = None, text
    op, _, rest = rest.partition(" ")
    shape = _shapes().get(op)
    if shape is None or result is not None and _NAME.fullmatch(result) is None or (result is None) != (op == "store"):
        return None
    found = shape[0].match(rest)
    if found is None or not _PLAIN.issuperset(found[1].split()):
        return None
    *groups, metadata = found.groups()
    inst = shape[1](op, result, groups)
    if metadata:
        inst.metadata = tuple(_ONE.findall(metadata))
    return inst
