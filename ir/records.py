"""LLVM IR as plain records: Module, Function, Block, Inst, Value. Text becomes records in the room `text` and records text again there.

Types are canonical strings as LLVM prints them (`double`, `i64`, `ptr`, `[4 x double]`, `<2 x double>`, `{ i64, double }`). A `Value` is a
type and a reference: a local `%x`, a global `@f`, or the literal as printed (`1`, `0x3FF0000000000000`, `true`, `null`, `poison`).
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, cast


class Value(NamedTuple):
    """An operand: `%x` and `@f` are names, everything else is a literal."""

    type: str
    ref: str

    @property
    def is_local(self) -> bool:
        """Is it the name of an instruction or parameter?"""
        return self.ref[0] == "%"


# what else an opcode needs, see `Inst`: a word or a type, a callee, labels, a path into an aggregate, the cases of a switch
Extra = str | Value | tuple[str, ...] | tuple[int, ...] | tuple[str, tuple[tuple[str, str], ...]] | None


@dataclass(slots=True, eq=False)
class Inst:
    """One instruction. Identity is the record itself, so facts can be keyed by it.

    `args` are the value operands in printed order: both arms of a binary operation, (value, pointer) of a store, (pointer, *indices) of a
    getelementptr, the incoming values of a phi, the condition of a br or switch (none when unconditional), the arguments of a call.
    `extra` is what else an opcode needs, read by name:

        callee      call, invoke              what is called; its type is `ptr`, or the whole signature where LLVM prints that
        labels      br, indirectbr, phi       targets; where the values of a phi come from, one label a value
        cases       switch                    (default label, ((case literal, label), …))
        word        icmp, fcmp, atomicrmw     predicate or operation; catchswitch and what goes with it: its whole text
        held        getelementptr, alloca     the type that is stepped over or allocated
        path        extractvalue, insertvalue indices
        clauses     landingpad                `catch` or `filter`, one a value; a cleanup is a flag

    Labels carry no `%`. A cast has nothing there: what it converts from is `args[0].type`.
    """

    op: str
    type: str                                    # of the result; "void" when there is none
    result: str | None                           # "%x", None when there is none
    args: tuple[Value, ...] = ()
    extra: Extra = None
    flags: tuple[str, ...] = ()                  # nsw, inbounds, reassoc, volatile, tail, …
    align: int | None = None
    metadata: tuple[tuple[str, str], ...] = ()   # ("dbg", "!12")
    arg_attrs: tuple[str, ...] = ()              # of a call: raw attribute text for each argument
    attrs: str = ""                              # of a call: raw text behind the argument list (`#3`, `nounwind`); alloca: ""
    to: tuple[str, ...] = ()                     # of an invoke: where it goes when the call returns, and when it throws; callbr and Windows' alike
    before: tuple[str, ...] = ()                 # debug records in front of it, raw

    @property
    def name(self) -> str:
        """`%x`, of an instruction that has a result."""
        assert self.result is not None, f"{self.op} has no result"
        return self.result

    @property
    def value(self) -> Value:
        """The result as an operand."""
        return Value(self.type, self.name)

    @property
    def callee(self) -> Value:
        """What a call goes to."""
        return cast(Value, self.extra)

    @property
    def labels(self) -> tuple[str, ...]:
        """Of a br or indirectbr: where it goes; of a phi: where its values come from."""
        return cast("tuple[str, ...]", self.extra)

    @property
    def cases(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Of a switch: (default label, ((case literal, label), …))."""
        return cast("tuple[str, tuple[tuple[str, str], ...]]", self.extra)

    @property
    def word(self) -> str:
        """Predicate of a comparison, operation of an atomicrmw; the text of an instruction that is kept raw."""
        return cast(str, self.extra)

    @property
    def clauses(self) -> tuple[str, ...]:
        """Of a landingpad: `catch` or `filter` for each value."""
        return cast("tuple[str, ...]", self.extra)

    @property
    def held(self) -> str:
        """The type that an alloca makes room for, or that a getelementptr steps over."""
        return cast(str, self.extra)

    @property
    def path(self) -> tuple[int, ...]:
        """Indices of an extractvalue or insertvalue."""
        return cast("tuple[int, ...]", self.extra)

    def incoming(self, label: str) -> Value:
        """The value that a phi has when control comes from the block `label`."""
        return self.args[self.labels.index(label)]


@dataclass(slots=True, eq=False)
class Block:
    """A label (without `%`) and its instructions, the terminator last."""

    label: str
    insts: list[Inst] = field(default_factory=list[Inst])


@dataclass(slots=True)
class Param:
    """A formal parameter; `name` is `%x`, `attrs` raw text."""

    type: str
    name: str
    attrs: str = ""


@dataclass(slots=True, eq=False)
class Function:
    """A definition (`blocks` not empty) or a declaration. `prefix` is the raw text before the return type (linkage, calling convention,
    return attributes), `suffix` the raw text behind the parameter list (attribute groups, metadata)."""

    name: str                                    # without "@"
    type: str                                    # return type
    params: list[Param]
    blocks: list[Block] = field(default_factory=list[Block])
    prefix: str = ""
    suffix: str = ""
    vararg: bool = False


@dataclass(slots=True)
class Module:
    """Functions by name, in printed order; all other top-level lines stay raw text."""

    functions: dict[str, Function] = field(default_factory=dict[str, Function])
    globals: list[str] = field(default_factory=list[str])           # `@g = …`, `%T = type …`
    attributes: dict[str, str] = field(default_factory=dict[str, str])   # "#0" -> text between the braces
    metadata: list[str] = field(default_factory=list[str])          # `!12 = …`, `!llvm.… = …`


def successors(block: Block) -> tuple[str, ...]:
    """Labels that the block's terminator can go to, in printed order, each once."""
    term = block.insts[-1]
    match term.op:
        case "br" | "indirectbr":
            return tuple(dict.fromkeys(term.labels))
        case "switch":
            default, cases = term.cases
            return tuple(dict.fromkeys((default, *(label for _, label in cases))))
        case _:
            return tuple(dict.fromkeys(term.to))
