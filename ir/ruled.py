"""Calls of functions whose derivatives are written in the language too, as they stand in the IR until the last derivative: one name, operands by
pointer, everything else static.

    call void @llb.ruled.3f1c9a7b20de.r8x3.w8x1(ptr %x, ptr %out0, ptr %status, i64 4)         out0 = f(x)

What is read comes first, then what is written, whole; they do not overlap. `status` gets 0, or k for the k-th reason why the function failed; a
derivative reports its reasons behind the number that stands last. The part of the name in the middle says by its contents which function it is:
`RULES` has its text and that of its derivatives, which are functions of the following parameters, all pointers.

    value     what is read, results                                            the function itself; those of its constants in between
    forward   what is read, what was written, tangents of the former,          tangents of what was written
    reverse   what is read, what was written, adjoints of the latter,          adjoints of what is read, not yet added to others
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from .records import Function, Inst, Module, Value

PREFIX, PARTS = "llb.ruled.", "llb.rule."
ATTRIBUTES = "nounwind willreturn nomerge memory(argmem: readwrite)"
READ, WRITTEN = "readonly captures(none)", "writeonly captures(none)"
VALUE, FORWARD, REVERSE = "value", "forward", "reverse"
_TYPES = {"8": "double", "4": "float", "i": "i64", "b": "i8"}
_CODES = {type_: code for code, type_ in _TYPES.items()}


class Operand(NamedTuple):
    """Memory that a call reads or writes: `size` elements of an LLVM type."""

    written: bool
    type: str
    size: int

    @property
    def code(self) -> str:
        """As it stands in a name."""
        return f"{'w' if self.written else 'r'}{_CODES[self.type]}x{self.size}"

    @property
    def floats(self) -> bool:
        """May it have a derivative?"""
        return self.type in ("double", "float")

    @property
    def bytes(self) -> int:
        """Of memory."""
        return {"i8": 1, "float": 4}.get(self.type, 8) * self.size


class Texts(NamedTuple):
    """A function and its derivatives as IR. `constants` says how many arrays each of the three reads beside its arguments, `reasons` why each can fail."""

    module: Callable[[str], Module]
    constants: dict[str, int]
    reasons: dict[str, int]


RULES: dict[str, Texts] = {}                        # by content: the same in every process


class Call(NamedTuple):
    """A call by its parts; `read` are the arguments of the function, behind them the constants."""

    key: str
    operands: tuple[Operand, ...]

    @property
    def name(self) -> str:
        """The symbol, without `@`."""
        return PREFIX + ".".join([self.key, *(o.code for o in self.operands)])

    @property
    def rule(self) -> Texts:
        """What is called."""
        return RULES[self.key]

    @property
    def arguments(self) -> range:
        """Numbers of the operands that the function reads as its arguments."""
        return range(sum(not o.written for o in self.operands) - sum(self.rule.constants.values()))

    @property
    def results(self) -> range:
        """Numbers of the operands that it writes."""
        return range(sum(not o.written for o in self.operands), len(self.operands))

    def constants(self, part: str) -> range:
        """Numbers of the operands that hold the constants of one of the three."""
        counts, first = self.rule.constants, len(self.arguments)
        for name in (VALUE, FORWARD, REVERSE):
            if name == part:
                break
            first += counts[name]
        return range(first, first + counts[part])

    def floating(self, numbers: range) -> list[int]:
        """Those of these operands that may have derivatives."""
        return [k for k in numbers if self.operands[k].floats]

    def part(self, name: str) -> str:
        """The symbol of one of the three."""
        return f"{PARTS}{self.key}.{name}"


def is_ruled(name: str) -> bool:
    """Is this the name of such a call?"""
    return name.startswith(PREFIX)


@cache
def parse(name: str) -> Call:
    """The call of this name."""
    key, *codes = name[len(PREFIX):].split(".")
    return Call(key, tuple([Operand(code[0] == "w", _TYPES[code[1]], int(code[3:])) for code in codes]))


def pointers(i: Inst, written: bool) -> list[Value]:
    """The operands of a call that it writes, or those that it reads; the status, which it writes, among them."""
    operands = parse(i.callee.ref[1:]).operands
    found = [a for a, o in zip(i.args, operands, strict=False) if o.written == written]
    return [*found, i.args[len(operands)]] if written else found


def part_of(name: str, into: Module) -> Function | None:
    """One of the three by its symbol, whose constants become those of the module that it is to be put into; None for any other name."""
    if not name.startswith(PARTS):
        return None
    key, part, *_ = name[len(PARTS):].split(".")
    own = RULES[key].module(part)
    into.globals = list(dict.fromkeys([*into.globals, *own.globals]))
    return own.functions[name]
