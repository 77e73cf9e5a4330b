"""One line of LLVM assembly to one `Inst`. Lines and modules are split in `text.py`."""

from __future__ import annotations

from .records import Inst, Value
from .text_tokens import Tokens, element_type, join, starts_type, tokenize

BINARY = frozenset(["add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor", "fadd", "fsub", "fmul", "fdiv", "frem"])
CASTS = frozenset(
    ["trunc", "zext", "sext", "fptrunc", "fpext", "fptoui", "fptosi", "uitofp", "sitofp", "ptrtoint", "inttoptr", "bitcast", "addrspacecast", "ptrtoaddr"]
)
FLAGS = frozenset(
    [
        "nuw",
        "nsw",
        "exact",
        "inbounds",
        "nnan",
        "ninf",
        "nsz",
        "arcp",
        "contract",
        "afn",
        "reassoc",
        "fast",
        "disjoint",
        "nneg",
        "samesign",
        "nusw",
        "volatile",
        "atomic",
        "weak",
    ]
)
_TAILS = ("tail", "musttail", "notail")


class InstReader:
    """Reads instructions of one function; `types` are the module's named types (for extractvalue)."""

    def __init__(self, types: dict[str, str]):
        self.types = types
        self.table = _table()

    def inst(self, line: str) -> Inst:
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
            _trailer(cursor, inst)
        return inst


def _trailer(t: Tokens, inst: Inst) -> None:
    """`, align 8, !dbg !12, !tbaa !3` behind an instruction."""
    metadata = []
    while t.accept(","):
        token = t.take()
        if token == "align":
            inst.align = int(t.take())
        elif token[0] == "!":
            metadata.append((token[1:], t.constant()))
        elif token == "addrspace":
            t.at -= 1
            inst.attrs = t.group()
        else:
            raise t.fail(f"unknown text `{token}`")
    if t.peek():
        raise t.fail(f"unknown text `{join(t.rest())}`")
    inst.metadata = tuple(metadata)


def _flags(t: Tokens) -> tuple[str, ...]:
    if t.tokens[t.at] not in FLAGS and t.tokens[t.at] != "inrange":
        return ()
    flags = []
    while True:
        token = t.tokens[t.at]
        if token in FLAGS:
            t.at += 1
            flags.append(token)
        elif token == "inrange":
            flags.append(t.group())
        else:
            return tuple(flags)


def _typed(t: Tokens) -> Value:
    type_ = t.type()
    return Value(type_, t.constant())


def _label(t: Tokens) -> str:
    t.expect("label")
    return t.take()[1:]


def _ordering(t: Tokens) -> str:
    """`syncscope("…") acquire` behind the operands of an atomic access."""
    start = t.at
    while t.peek() not in (",", ""):
        t.take()
    return join(t.tokens[start : t.at])


def _binary(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    type_ = t.type()
    left = t.constant()
    t.expect(",")
    return Inst(op, type_, None, (Value(type_, left), Value(type_, t.constant())), None, flags)


def _unary(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    value = _typed(t)
    return Inst(op, value.type, None, (value,), None, flags)


def _compare(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    predicate = t.take()
    type_ = t.type()
    left = t.constant()
    t.expect(",")
    result = f"{type_.split(' x ')[0]} x i1>" if type_[0] == "<" else "i1"
    return Inst(op, result, None, (Value(type_, left), Value(type_, t.constant())), predicate, flags)


def _cast(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    value = _typed(t)
    t.expect("to")
    return Inst(op, t.type(), None, (value,), None, flags)


def _list(t: Tokens) -> tuple[Value, ...]:
    """`, type value` as often as they come (metadata and align end the list)."""
    found = []
    while t.tokens[t.at] == "," and starts_type(t.tokens[t.at + 1]):
        t.at += 1
        found.append(_typed(t))
    return tuple(found)


def _several(_, t: Tokens, op: str) -> Inst:
    """select and the vector element instructions: typed operands in a row."""
    flags = _flags(t)
    args = (_typed(t), *_list(t))
    type_ = {"select": args[1].type, "insertelement": args[0].type}.get(op)
    if op == "extractelement":
        type_ = element_type(args[0].type, (0,), {})
    elif op == "shufflevector":
        type_ = f"{args[2].type.split(' x ')[0]} x {element_type(args[0].type, (0,), {})}>"
    return Inst(op, type_, None, args, None, flags)  # type: ignore[arg-type]


def _load(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    type_ = t.type()
    t.expect(",")
    address = _typed(t)
    return Inst(op, type_, None, (address,), None, flags, attrs=_ordering(t))


def _store(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    value = _typed(t)
    t.expect(",")
    address = _typed(t)
    return Inst(op, "void", None, (value, address), None, flags, attrs=_ordering(t))


def _getelementptr(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    element = t.type()
    args = _list(t)
    type_ = next((f"{a.type.split(' x ')[0]} x ptr>" for a in args if a.type[0] == "<"), args[0].type)
    return Inst(op, type_, None, args, element, flags)


def _alloca(_, t: Tokens, op: str) -> Inst:
    flags = ("inalloca",) if t.accept("inalloca") else ()
    element = t.type()
    return Inst(op, "ptr", None, _list(t), element, flags)


def _phi(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
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
        return Inst(op, "void", None, (), (_label(t),))
    condition = _typed(t)
    t.expect(",")
    yes = _label(t)
    t.expect(",")
    return Inst(op, "void", None, (condition,), (yes, _label(t)))


def _switch(_, t: Tokens, op: str) -> Inst:
    condition = _typed(t)
    t.expect(",")
    default = _label(t)
    t.expect("[")
    cases = []
    while not t.accept("]"):
        literal = _typed(t).ref
        t.expect(",")
        cases.append((literal, _label(t)))
    return Inst(op, "void", None, (condition,), (default, tuple(cases)))


def _ret(_, t: Tokens, op: str) -> Inst:
    return Inst(op, "void", None, () if t.accept("void") else (_typed(t),))


def _unreachable(_, t: Tokens, op: str) -> Inst:
    return Inst(op, "void", None)


def _indices(t: Tokens) -> tuple[int, ...]:
    found = []
    while t.tokens[t.at] == "," and t.tokens[t.at + 1].isdigit():
        found.append(int(t.tokens[t.at + 1]))
        t.at += 2
    return tuple(found)


def _extractvalue(reader: InstReader, t: Tokens, op: str) -> Inst:
    aggregate = _typed(t)
    indices = _indices(t)
    return Inst(op, element_type(aggregate.type, indices, reader.types), None, (aggregate,), indices)


def _insertvalue(_, t: Tokens, op: str) -> Inst:
    aggregate = _typed(t)
    t.expect(",")
    value = _typed(t)
    return Inst(op, aggregate.type, None, (aggregate, value), _indices(t))


def _tail_call(reader: InstReader, t: Tokens, op: str) -> Inst:
    t.expect("call")
    inst = _call(reader, t, "call")
    inst.flags = (op, *inst.flags)
    return inst


def _call(_, t: Tokens, op: str) -> Inst:
    """`call [flags, convention, return attributes] type [(argument types)] callee(arguments) [attributes] [bundles]`."""
    start = t.at
    while not starts_type(t.tokens[t.at]):
        t.take()
        if t.tokens[t.at] == "(":
            t.skip_group()
    flags = _words(t.tokens[start : t.at]) if t.at > start else ()
    type_ = t.type()
    signature = "ptr"
    if t.peek() == "(":
        start = t.at
        t.skip_group()
        signature = f"{type_} {join(t.tokens[start : t.at])}"
    callee = Value(signature, t.constant())
    t.expect("(")
    args, attrs = [], []
    while not t.accept(")"):
        kind = t.type()
        attrs.append(t.attributes())
        args.append(Value(kind, _metadata(t) if kind == "metadata" else t.constant()))
        t.accept(",")
    inst = Inst(op, type_, None, tuple(args), callee, flags, arg_attrs=tuple(attrs) if any(attrs) else ())
    if t.tokens[t.at] not in (",", ""):
        start = t.at
        while t.peek() not in (",", ""):
            if t.peek() in ("(", "["):
                t.skip_group()
            else:
                t.take()
        inst.attrs = join(t.tokens[start : t.at])
    return inst


def _words(tokens: list[str]) -> tuple[str, ...]:
    """Flags and attributes as separate strings, a parenthesised argument glued to its word."""
    words: list[str] = []
    group: list[str] = []
    depth = 0
    for token in tokens:
        if depth == 0 and token != "(":
            if group:
                words.append(join(group))
            group = []
        depth += (token == "(") - (token == ")")
        group.append(token)
    words.append(join(group))
    return tuple(words)


def _metadata(t: Tokens) -> str:
    """A metadata argument: `!12`, `!DIExpression()` or a typed value."""
    if starts_type(t.peek()):
        value = _typed(t)
        return f"{value.type} {value.ref}"
    return t.constant()


def _fence(_, t: Tokens, op: str) -> Inst:
    return Inst(op, "void", None, attrs=_ordering(t))


def _atomicrmw(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    operation = t.take()
    address = _typed(t)
    t.expect(",")
    value = _typed(t)
    return Inst(op, value.type, None, (address, value), operation, flags, attrs=_ordering(t))


def _cmpxchg(_, t: Tokens, op: str) -> Inst:
    flags = _flags(t)
    args = (_typed(t), *_list(t))
    return Inst(op, f"{{ {args[1].type}, i1 }}", None, args, None, flags, attrs=_ordering(t))


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
        "call": _call,
        "extractvalue": _extractvalue,
        "insertvalue": _insertvalue,
        "fence": _fence,
        "atomicrmw": _atomicrmw,
        "cmpxchg": _cmpxchg,
    }
    table |= dict.fromkeys(BINARY, _binary) | dict.fromkeys(CASTS, _cast) | dict.fromkeys(_TAILS, _tail_call)
    return table | dict.fromkeys(("select", "extractelement", "insertelement", "shufflevector"), _several)
