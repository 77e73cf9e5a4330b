"""Records to LLVM assembly text: the inverse of `text.read`. What a function or module carries as raw text goes out as it came in."""
from __future__ import annotations

from collections.abc import Callable

from ..given import of_kind
from ..records import Block, Function, Inst, Module, Value
from .calls import TAILS
from .flow import FUNCLETS


def write(module: Module) -> str:
    """The module as text that LLVM parses."""
    of_kind(module, Module, "module", "a module, as `read` gives it")
    parts = [*module.globals, ""]
    parts += (write_function(f) + "\n" for f in module.functions.values())
    parts += (f"attributes {name} = {{ {text} }}" for name, text in module.attributes.items())
    parts += module.metadata
    return "\n".join(parts) + "\n"


def write_function(function: Function) -> str:
    """A definition or a declaration."""
    params = [_words(p.type, p.attrs, p.name) for p in function.params] + ["..."] * function.vararg
    word = "define" if function.blocks else "declare"
    head = _words(word, function.prefix, function.type, f"@{function.name}({', '.join(params)})", function.suffix)
    if not function.blocks:
        return head
    return f"{head} {{\n{''.join(map(_block, function.blocks))}}}"


def _block(block: Block) -> str:
    body = "\n  ".join([line for i in block.insts for line in (*i.before, write_inst(i))])
    return f"{block.label}:\n  {body}\n"


def _words(*words: str) -> str:
    return " ".join([w for w in words if w])


def write_inst(i: Inst) -> str:
    """One line without indentation."""
    text = _body(i)
    if i.result is not None:
        text = f"{i.result} = {text}"
    if i.attrs and i.op != "alloca":
        text += f" {i.attrs}"
    if i.to and i.op in _GOES_ON:
        text += _GOES_ON[i.op](i.to)
    if i.align is not None:
        text += f", align {i.align}"
    if i.attrs and i.op == "alloca":
        text += f", {i.attrs}"
    for kind, value in i.metadata:
        text += f", !{kind} {value}"
    return text


def _args(args: tuple[Value, ...]) -> str:
    return ", ".join([f"{a.type} {a.ref}" for a in args])


def _body(i: Inst) -> str:
    flags = " ".join(i.flags) + " " if i.flags else ""
    form = _FORMS.get(i.op)
    if form is not None:
        return form(i, flags)
    if len(i.args) == 2:
        return f"{i.op} {flags}{_pair(i)}"
    assert len(i.args) == 1, f"unknown instruction {i.op}"
    return f"{i.op} {flags}{_args(i.args)} to {i.type}"


def _pair(i: Inst) -> str:
    """Two operands of one type."""
    return f"{i.args[0].type} {i.args[0].ref}, {i.args[1].ref}"


def _phi(i: Inst, flags: str) -> str:
    pairs = ", ".join([f"[ {v.ref}, %{b} ]" for v, b in zip(i.args, i.labels, strict=True)])
    return f"phi {flags}{i.type} {pairs}"


def _br(i: Inst, flags: str) -> str:
    labels = ", ".join([f"label %{b}" for b in i.labels])
    return f"br {_args(i.args)}, {labels}" if i.args else f"br {labels}"


def _switch(i: Inst, flags: str) -> str:
    default, cases = i.cases
    table = " ".join([f"{i.args[0].type} {c}, label %{b}" for c, b in cases])
    return f"switch {_args(i.args)}, label %{default} [ {table} ]"


def _path(i: Inst, flags: str) -> str:
    return f"{i.op} {_args(i.args)}, {', '.join(map(str, i.path))}"


def _call(i: Inst, flags: str) -> str:
    head = f"{i.flags[0]} call" if i.flags and i.flags[0] in TAILS else i.op
    words = i.flags[1:] if head != i.op else i.flags
    args = ", ".join([_words(a.type, w, a.ref) for a, w in zip(i.args, i.arg_attrs, strict=True)]) if i.arg_attrs else _args(i.args)
    result = i.type if i.callee.type == "ptr" else i.callee.type
    return f"{_words(head, *words, result)} {i.callee.ref}({args})"


def _landingpad(i: Inst, flags: str) -> str:
    clauses = [f" {word} {v.type} {v.ref}" for word, v in zip(i.clauses, i.args, strict=True)]
    return f"landingpad {i.type} {flags}{''.join(clauses)}"


def _indirectbr(i: Inst, flags: str) -> str:
    return f"indirectbr {_args(i.args)}, {_labels(i.labels)}"


def _labels(labels: tuple[str, ...]) -> str:
    return f"[{', '.join([f'label %{b}' for b in labels])}]"


def _va_arg(i: Inst, flags: str) -> str:
    return f"va_arg {_args(i.args)}, {i.type}"


def _raw(i: Inst, flags: str) -> str:
    return f"{i.op} {i.word}"


def _load(i: Inst, flags: str) -> str:
    return f"load {flags}{i.type}, {_args(i.args)}"


def _getelementptr(i: Inst, flags: str) -> str:
    return f"getelementptr {flags}{i.held}, {_args(i.args)}"


def _atomicrmw(i: Inst, flags: str) -> str:
    return f"atomicrmw {flags}{i.word} {_args(i.args)}"


def _alloca(i: Inst, flags: str) -> str:
    return f"alloca {flags}{i.held}, {_args(i.args)}" if i.args else f"alloca {flags}{i.held}"


def _ret(i: Inst, flags: str) -> str:
    return f"ret {_args(i.args)}" if i.args else "ret void"


def _compare(i: Inst, flags: str) -> str:
    return f"{i.op} {flags}{i.word} {_pair(i)}"


def _word(i: Inst, flags: str) -> str:
    return i.op


def _typed(i: Inst, flags: str) -> str:
    return f"{i.op} {flags}{_args(i.args)}"


# where calls that end a block go
_GOES_ON: dict[str, Callable[[tuple[str, ...]], str]] = {
    "invoke": lambda to: f" to label %{to[0]} unwind label %{to[1]}",
    "callbr": lambda to: f" to label %{to[0]} {_labels(to[1:])}",
}

# what is neither here nor has two operands of one type is a cast
_FORMS: dict[str, Callable[[Inst, str], str]] = {
    "call": _call, "phi": _phi, "br": _br, "switch": _switch, "extractvalue": _path, "insertvalue": _path, "load": _load,
    "getelementptr": _getelementptr, "atomicrmw": _atomicrmw, "alloca": _alloca, "ret": _ret, "icmp": _compare, "fcmp": _compare,
    "invoke": _call, "callbr": _call, "landingpad": _landingpad, "indirectbr": _indirectbr, "va_arg": _va_arg,
    **dict.fromkeys(FUNCLETS, _raw), "unreachable": _word, "fence": _word,
    **dict.fromkeys(("store", "select", "extractelement", "insertelement", "shufflevector", "cmpxchg", "fneg", "freeze", "resume"), _typed),
}
