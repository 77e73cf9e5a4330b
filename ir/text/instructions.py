"""One line of LLVM assembly to one `Inst`. Lines and modules are split in `reader.py`, calls are read in `calls.py`.

Types of results that the text does not say (of comparisons, addresses, elements) are made here, in LLVM's spelling.
"""

from __future__ import annotations

from collections.abc import Callable

from ..records import Inst, Value
from . import flow
from .calls import TAILS, call, callbr, invoke, tail_call
from .operands import indices, operands, ordering, read_flags, trailer, typed
from .tokens import CASTS, IRSyntaxError, Tokens, Types, tokenize, type_at, vector_of

BINARY = frozenset(["add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor", "fadd", "fsub", "fmul", "fdiv", "frem"])


def read_inst(line: str, types: Types) -> Inst:
    """The instruction of one line; `types` are the module's named types. Raises IRSyntaxError, which quotes the line."""
    tokens = tokenize(line)
    named = len(tokens) > 2 and tokens[1] == "="
    cursor = Tokens(tokens, line)
    cursor.at = 2 if named else 0
    op = cursor.take()
    read = _READS.get(op)
    if read is None:
        raise cursor.fail(f"unknown instruction `{op}`")
    try:
        inst = read(cursor, op, types)
    except IRSyntaxError as e:                                  # of a type in this line
        raise cursor.fail(e.said if e.line == line else f"{e.said}, `{e.line.strip()}`") from None
    if named:
        inst.result = tokens[0]
    if cursor.tokens[cursor.at]:
        trailer(cursor, inst)
    return inst


def _binary(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    type_ = t.type()
    left = t.constant()
    t.expect(",")
    return Inst(op, type_, None, (Value(type_, left), Value(type_, t.constant())), None, flags)


def _unary(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    value = typed(t)
    return Inst(op, value.type, None, (value,), None, flags)


def _compare(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    predicate = t.take()
    type_ = t.type()
    left = t.constant()
    t.expect(",")
    result = vector_of("i1", type_) if type_[0] == "<" else "i1"
    return Inst(op, result, None, (Value(type_, left), Value(type_, t.constant())), predicate, flags)


def _cast(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    value = typed(t)
    t.expect("to")
    return Inst(op, t.type(), None, (value,), None, flags)


def _typed(t: Tokens, op: str, count: int) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    """Flags, then so many typed operands in a row."""
    flags = read_flags(t)
    args = (typed(t), *operands(t))
    if len(args) != count:
        raise t.fail(f"`{op}` takes {count} operands")
    return flags, args


def _select(t: Tokens, op: str, _: Types) -> Inst:
    flags, args = _typed(t, op, 3)
    return Inst(op, args[1].type, None, args, None, flags)


def _extractelement(t: Tokens, op: str, _: Types) -> Inst:
    flags, args = _typed(t, op, 2)
    return Inst(op, type_at(args[0].type, (0,), {}), None, args, None, flags)


def _insertelement(t: Tokens, op: str, _: Types) -> Inst:
    flags, args = _typed(t, op, 3)
    return Inst(op, args[0].type, None, args, None, flags)


def _shufflevector(t: Tokens, op: str, _: Types) -> Inst:
    """As many elements as the mask has, of the kind that the vectors have."""
    flags, args = _typed(t, op, 3)
    return Inst(op, vector_of(type_at(args[0].type, (0,), {}), args[2].type), None, args, None, flags)


def _load(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    type_ = t.type()
    t.expect(",")
    address = typed(t)
    return Inst(op, type_, None, (address,), None, flags, attrs=ordering(t))


def _store(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    value = typed(t)
    t.expect(",")
    address = typed(t)
    return Inst(op, "void", None, (value, address), None, flags, attrs=ordering(t))


def _getelementptr(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    element = t.type()
    args = operands(t)
    if not args:
        raise t.fail("`getelementptr` without an address")
    base = args[0].type
    type_ = base if base[0] == "<" else next((vector_of(base, a.type) for a in args if a.type[0] == "<"), base)
    return Inst(op, type_, None, args, element, flags)


def _alloca(t: Tokens, op: str, _: Types) -> Inst:
    flags = tuple([word for word in ("inalloca", "swifterror") if t.accept(word)])
    element = t.type()
    return Inst(op, "ptr", None, operands(t), element, flags)


def _phi(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    type_ = t.type()
    values: list[Value] = []
    labels: list[str] = []
    while t.accept("["):
        values.append(Value(type_, t.constant()))
        t.expect(",")
        labels.append(t.take()[1:])
        t.expect("]")
        if t.tokens[t.at] == "," and t.tokens[t.at + 1] == "[":
            t.at += 1
    return Inst(op, type_, None, tuple(values), tuple(labels), flags)


def _extractvalue(t: Tokens, op: str, types: Types) -> Inst:
    aggregate = typed(t)
    path = indices(t)
    return Inst(op, type_at(aggregate.type, path, types), None, (aggregate,), path)


def _insertvalue(t: Tokens, op: str, _: Types) -> Inst:
    aggregate = typed(t)
    t.expect(",")
    value = typed(t)
    return Inst(op, aggregate.type, None, (aggregate, value), indices(t))


def _va_arg(t: Tokens, op: str, _: Types) -> Inst:
    where = typed(t)
    t.expect(",")
    return Inst(op, t.type(), None, (where,))


def _fence(t: Tokens, op: str, _: Types) -> Inst:
    return Inst(op, "void", None, attrs=ordering(t))


def _atomicrmw(t: Tokens, op: str, _: Types) -> Inst:
    flags = read_flags(t)
    operation = t.take()
    address = typed(t)
    t.expect(",")
    value = typed(t)
    return Inst(op, value.type, None, (address, value), operation, flags, attrs=ordering(t))


def _cmpxchg(t: Tokens, op: str, _: Types) -> Inst:
    flags, args = _typed(t, op, 3)
    return Inst(op, f"{{ {args[1].type}, i1 }}", None, args, None, flags, attrs=ordering(t))


Read = Callable[[Tokens, str, Types], Inst]       # (cursor behind the opcode, opcode, named types) -> instruction without its result

_READS: dict[str, Read] = {
    "fneg": _unary, "freeze": _unary, "icmp": _compare, "fcmp": _compare, "load": _load, "store": _store, "phi": _phi,
    "getelementptr": _getelementptr, "alloca": _alloca, "call": call, "invoke": invoke, "callbr": callbr, "extractvalue": _extractvalue,
    "insertvalue": _insertvalue, "va_arg": _va_arg, "fence": _fence, "atomicrmw": _atomicrmw, "cmpxchg": _cmpxchg,
    "br": flow.br, "switch": flow.switch, "ret": flow.ret, "unreachable": flow.unreachable, "indirectbr": flow.indirectbr,
    "landingpad": flow.landingpad, "resume": flow.resume, **dict.fromkeys(flow.FUNCLETS, flow.funclet),
    "select": _select, "extractelement": _extractelement, "insertelement": _insertelement, "shufflevector": _shufflevector,
    **dict.fromkeys(BINARY, _binary), **dict.fromkeys(CASTS, _cast), **dict.fromkeys(TAILS, tail_call),
}
