"""One line of LLVM assembly to one `Inst`. Lines and modules are split in `reader.py`, calls are read in `calls.py`."""

from __future__ import annotations

from ..records import Inst, Value
from .calls import TAILS, call, tail_call
from .operands import indices, label, operands, ordering, read_flags, trailer, typed
from .tokens import CASTS, Tokens, element_type, tokenize

BINARY = frozenset(["add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor", "fadd", "fsub", "fmul", "fdiv", "frem"])


class InstReader:
    """Reads instructions of one function; `types` are the module's named types (for extractvalue)."""

    def __init__(self, types: dict[str, str]):
        self.types = types
        self.table = _table()

    def inst(self, line: str) -> Inst:
        """The instruction of one line. Raises IRSyntaxError, which quotes the line."""
        tokens = tokenize(line)
        result = None
        start = 0
        if len(tokens) > 2 and tokens[1] == "=":
            result = tokens[0]
            start = 2
        cursor = Tokens(tokens, line)
        cursor.at = start
        op = cursor.take()
        read = self.table.get(op)
        if read is None:
            raise cursor.fail(f"unknown instruction `{op}`")
        inst = read(self, cursor, op)
        inst.result = result
        if cursor.tokens[cursor.at]:
            trailer(cursor, inst)
        return inst


def _binary(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    type_ = t.type()
    left = t.constant()
    t.expect(",")
    return Inst(op, type_, None, (Value(type_, left), Value(type_, t.constant())), None, flags)


def _unary(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    value = typed(t)
    return Inst(op, value.type, None, (value,), None, flags)


def _compare(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    predicate = t.take()
    type_ = t.type()
    left = t.constant()
    t.expect(",")
    result = f"{type_.split(' x ')[0]} x i1>" if type_[0] == "<" else "i1"
    return Inst(op, result, None, (Value(type_, left), Value(type_, t.constant())), predicate, flags)


def _cast(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    value = typed(t)
    t.expect("to")
    return Inst(op, t.type(), None, (value,), None, flags)


def _several(_, t: Tokens, op: str) -> Inst:
    """select and the vector element instructions: typed operands in a row."""
    flags = read_flags(t)
    args = (typed(t), *operands(t))
    type_ = {"select": args[1].type, "insertelement": args[0].type}.get(op)
    if op == "extractelement":
        type_ = element_type(args[0].type, (0,), {})
    elif op == "shufflevector":
        type_ = f"{args[2].type.split(' x ')[0]} x {element_type(args[0].type, (0,), {})}>"
    return Inst(op, type_, None, args, None, flags)  # type: ignore[arg-type]


def _load(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    type_ = t.type()
    t.expect(",")
    address = typed(t)
    return Inst(op, type_, None, (address,), None, flags, attrs=ordering(t))


def _store(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    value = typed(t)
    t.expect(",")
    address = typed(t)
    return Inst(op, "void", None, (value, address), None, flags, attrs=ordering(t))


def _getelementptr(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    element = t.type()
    args = operands(t)
    type_ = next((f"{a.type.split(' x ')[0]} x ptr>" for a in args if a.type[0] == "<"), args[0].type)
    return Inst(op, type_, None, args, element, flags)


def _alloca(_, t: Tokens, op: str) -> Inst:
    flags = ("inalloca",) if t.accept("inalloca") else ()
    element = t.type()
    return Inst(op, "ptr", None, operands(t), element, flags)


def _phi(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    type_ = t.type()
    values, labels = [], []
    while True:
        t.expect("[")
        values.append(Value(type_, t.constant()))
        t.expect(",")
        labels.append(t.take()[1:])
        t.expect("]")
        if not (t.tokens[t.at] == "," and t.tokens[t.at + 1] == "["):
            break
        t.at += 1
    return Inst(op, type_, None, tuple(values), tuple(labels), flags)


def _br(_, t: Tokens, op: str) -> Inst:
    if t.peek() == "label":
        return Inst(op, "void", None, (), (label(t),))
    condition = typed(t)
    t.expect(",")
    yes = label(t)
    t.expect(",")
    return Inst(op, "void", None, (condition,), (yes, label(t)))


def _switch(_, t: Tokens, op: str) -> Inst:
    condition = typed(t)
    t.expect(",")
    default = label(t)
    t.expect("[")
    cases = []
    while not t.accept("]"):
        literal = typed(t).ref
        t.expect(",")
        cases.append((literal, label(t)))
    return Inst(op, "void", None, (condition,), (default, tuple(cases)))


def _ret(_, t: Tokens, op: str) -> Inst:
    return Inst(op, "void", None, () if t.accept("void") else (typed(t),))


def _unreachable(_, t: Tokens, op: str) -> Inst:
    return Inst(op, "void", None)


def _extractvalue(reader: InstReader, t: Tokens, op: str) -> Inst:
    aggregate = typed(t)
    path = indices(t)
    return Inst(op, element_type(aggregate.type, path, reader.types), None, (aggregate,), path)


def _insertvalue(_, t: Tokens, op: str) -> Inst:
    aggregate = typed(t)
    t.expect(",")
    value = typed(t)
    return Inst(op, aggregate.type, None, (aggregate, value), indices(t))


def _fence(_, t: Tokens, op: str) -> Inst:
    return Inst(op, "void", None, attrs=ordering(t))


def _atomicrmw(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    operation = t.take()
    address = typed(t)
    t.expect(",")
    value = typed(t)
    return Inst(op, value.type, None, (address, value), operation, flags, attrs=ordering(t))


def _cmpxchg(_, t: Tokens, op: str) -> Inst:
    flags = read_flags(t)
    args = (typed(t), *operands(t))
    return Inst(op, f"{{ {args[1].type}, i1 }}", None, args, None, flags, attrs=ordering(t))


def _table():
    table = {
        "fneg": _unary,
        "freeze": _unary,
        "icmp": _compare,
        "fcmp": _compare,
        "load": _load,
        "store": _store,
        "phi": _phi,
        "br": _br,
        "switch": _switch,
        "ret": _ret,
        "unreachable": _unreachable,
        "getelementptr": _getelementptr,
        "alloca": _alloca,
        "call": call,
        "extractvalue": _extractvalue,
        "insertvalue": _insertvalue,
        "fence": _fence,
        "atomicrmw": _atomicrmw,
        "cmpxchg": _cmpxchg,
    }
    table |= dict.fromkeys(BINARY, _binary) | dict.fromkeys(CASTS, _cast) | dict.fromkeys(TAILS, tail_call)
    return table | dict.fromkeys(("select", "extractelement", "insertelement", "shufflevector"), _several)
