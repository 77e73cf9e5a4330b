"""The positive list: instructions, types and callees that the engine knows. It is asked before any analysis; what is not on it is refused with the
function and the line, and is never taken to be inactive.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...ir.dense import is_dense
from ...ir.errors import UnsupportedError
from ...ir.graph.build import FLOATS, PTR
from ...ir.graph.normalise import callee_of
from ...ir.graph.pointers import pointers_made
from ...ir.records import Function, Inst, Value
from ..facts.activity import MOVES
from ..facts.shadowed import MADE
from ..rules.inert import is_inert, is_noreturn, unsupported
from ..rules.outside import POINTER_OF, plain
from ..rules.partials import RULES, rule_name
from .lanes import Symbols
from .words.known import Known

OPCODES = frozenset([
    "alloca", "load", "store", "getelementptr", "phi", "select", "freeze", "br", "switch", "ret", "unreachable", "call", "extractvalue", "icmp", "fcmp",
    "add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor", "trunc", "zext", "sext", "ptrtoint", "inttoptr", "bitcast",
    "fneg", "fadd", "fsub", "fmul", "fdiv", "frem", "fptrunc", "fpext", "fptoui", "fptosi", "uitofp", "sitofp", "atomicrmw", "cmpxchg", "fence",
])
_PRECISIONS = {"half": "half", "bfloat": "bfloat", "x86_fp80": "long double (x86_fp80)", "fp128": "quad precision (fp128)", "ppc_fp128": "ppc_fp128"}
_INTEGER = re.compile(r"i\d+")
_NAMED = re.compile(r'@("[^"]*"|[-\w.$]+)')
_PLACED = re.compile(r"`[^`]*`(?: \([^)]*\))?: ")
Refusal = tuple[str, str]


def check_supported(f: Function, symbols: Symbols, known: Known) -> None:
    """UnsupportedError for the first instruction that is not known."""
    look = _Looking(f, symbols, known)
    _first(f, known, look.refusals)


def check_pointers(f: Function, known: Known) -> None:
    """The same for what integers that are pointers may still be, once it is known which are."""
    _first(f, known, _pointer)


def _first(f: Function, known: Known, refusals: Callable[[Inst], Iterator[Refusal]]) -> None:
    for b in f.blocks:
        for i in b.insts:
            if (refusal := next(refusals(i), None)) is not None:
                raise known.refused(f, i, *refusal)


def _pointer(i: Inst) -> Iterator[Refusal]:
    if i.op == "inttoptr" and i.args[0].is_local:
        yield "a pointer made of an integer cannot be differentiated through", "keep it as a pointer"


class _Looking:
    """What is asked of each instruction; `shared`: globals that can be written and hold numbers or pointers."""

    def __init__(self, f: Function, symbols: Symbols, known: Known):
        self.f, self.symbols, self.known = f, symbols, known
        self.made = pointers_made(f)
        self.users: dict[str, list[Inst]] = {}
        for b in f.blocks:
            for i in b.insts:
                for a in i.args:
                    self.users.setdefault(a.ref, []).append(i)

    def refusals(self, i: Inst) -> Iterator[Refusal]:
        """What is wrong with an instruction, in words, with a remedy."""
        if i.op not in OPCODES:
            yield f"the instruction `{i.op}` cannot be differentiated", "write it without"
        for way in (self._precision, self._order, self._space, self._callee, self._global):
            yield from way(i)

    def _precision(self, i: Inst) -> Iterator[Refusal]:
        for t in (i.type, *(a.type for a in i.args)):
            if t in _PRECISIONS and not self._is_told_only(i):
                yield f"numbers of type {_PRECISIONS[t]} cannot be differentiated", "use double or float"

    def _is_told_only(self, i: Inst) -> bool:
        """Does what is converted go nowhere but to functions that nothing flows through?"""
        if i.op == "call":
            return self._is_inert(i)
        return i.op == "fpext" and all(u.op == "call" and self._is_inert(u) for u in self.users.get(i.name, ()))

    def _is_inert(self, i: Inst) -> bool:
        callee = plain(callee_of(i))
        return bool(callee) and (callee in self.symbols.inactive or is_inert(callee) or is_noreturn(callee))

    def _order(self, i: Inst) -> Iterator[Refusal]:
        """Volatile and atomic accesses of numbers and pointers."""
        held = i.type if i.op == "load" else i.args[0].type if i.op == "store" else i.args[1].type if i.op in ("atomicrmw", "cmpxchg") else "i1"
        if i.op in ("load", "store") and "volatile" in i.flags and not _INTEGER.fullmatch(held):
            yield "a volatile number or pointer cannot be differentiated through", "take `volatile` away"
        elif (i.op in ("atomicrmw", "cmpxchg") or i.op in ("load", "store") and (i.attrs or "atomic" in i.flags)) and not _INTEGER.fullmatch(held):
            yield "an atomic access of a number or pointer cannot be differentiated", "accumulate in memory of each thread's own"

    def _space(self, i: Inst) -> Iterator[Refusal]:
        if any(a.type.startswith("ptr addrspace") for a in i.args):
            yield "pointers of other address spaces cannot be differentiated through", "use ordinary memory"

    def _callee(self, i: Inst) -> Iterator[Refusal]:
        if i.op != "call":
            return
        if i.callee.ref.startswith("asm"):
            if i.type != "void" or i.args:
                yield "inline assembly cannot be differentiated", "write it in the language"
            return
        callee = plain(callee_of(i))
        if "(" in i.callee.type and "..." in i.callee.type and (not callee or self.symbols.is_defined(callee)):
            yield f"`{callee or 'a function'}` takes a variable number of arguments, which cannot be differentiated", "give it an array"
        elif callee and not self._is_known(i, callee):
            yield self._unknown(callee)

    def _is_known(self, i: Inst, callee: str) -> bool:
        symbols = self.symbols
        if symbols.is_defined(callee) or symbols.allocates(callee) is not None or symbols.frees(callee) or self._is_inert(i):
            return True
        if callee.startswith((*MOVES, *MADE, *POINTER_OF, "llvm.memset.", "llvm.stacksave", "llvm.stackrestore")) or is_dense(callee):
            return True
        return rule_name(callee) in RULES and (i.type in FLOATS or i.type == "void")

    def _unknown(self, callee: str) -> Refusal:
        if (reason := unsupported(callee)) is not None:
            return f"`{callee}` {reason.what}", reason.hint
        if (why := self.symbols.why_without(callee)) is not None:
            return why
        return (f"there is no derivative rule for the function `{callee}`, which has no body here",
                "give the file that defines it too, register its derivative, or say `__enzyme_inactivefn` where nothing flows through it")

    def _global(self, i: Inst) -> Iterator[Refusal]:
        """Where something active could be put into a global, or its address given away."""
        given = i.args if i.op in ("phi", "select") or i.op == "call" and not self._is_inert(i) else i.args[:1] if i.op == "store" else ()
        if i.op == "call" and callee_of(i).startswith((*MOVES, "llvm.memset.")):
            given = i.args[:1]
        if i.op == "call" and callee_of(i).startswith((*POINTER_OF, "llvm.lifetime.")):
            given = ()
        written = i.args[1:] if i.op == "store" and (i.args[0].type in FLOATS or i.args[0].type == PTR) else ()
        for a in (*given, *written):
            if a.type == PTR and (name := self._shared(a)) is not None:
                yield f"the global `{name}` is written to or given away: what it holds would be lost to derivatives", "pass it as an argument"

    def _shared(self, p: Value) -> str | None:
        """The global that a pointer leads to, where it can be written and holds numbers or pointers."""
        while (inst := self.made.get(p.ref)) is not None and _moves(inst):
            p = inst.args[0]
        for name in _NAMED.findall(p.ref):
            type_ = self.known.type_of_global("@" + name)
            if type_ is not None and self.known.is_variable("@" + name) and self._holds(type_) and name not in self.symbols.constant_globals:
                return name.strip('"')
        return None

    def _holds(self, type_: str) -> bool:
        """Are there numbers or pointers in a type?"""
        return any(word in type_ or word in self.known.layout.resolved(type_) for word in (*FLOATS, *_PRECISIONS, PTR, "%"))


def _moves(i: Inst) -> bool:
    """Does it give the pointer that it is given, moved or marked?"""
    return i.op in ("getelementptr", "freeze") or i.op == "call" and callee_of(i).startswith(POINTER_OF)


def placed(f: Function, known: Known, made: Callable[[], dict[str, Function]]) -> dict[str, Function]:
    """What is made of a function; an error that names no function names this one."""
    try:
        return made()
    except UnsupportedError as error:
        if _PLACED.match(error.message):
            raise
        raise known.refused(f, None, error.message, error.hint) from None
