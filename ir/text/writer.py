"""Records to LLVM assembly text: the inverse of `text.read`."""
from __future__ import annotations

from ..records import Block, Function, Inst, Module, Value
from .calls import TAILS


def write(module: Module) -> str:
    """The module as text that LLVM parses."""
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
    body = "\n  ".join(map(write_inst, block.insts))
    return f"{block.label}:\n  {body}\n"


def _words(*words: str) -> str:
    return " ".join([w for w in words if w])


def write_inst(i: Inst) -> str:
    """One line without indentation."""
    text = _body(i)
    if i.result is not None:
        text = f"{i.result} = {text}"
    if i.attrs:
        text += f", {i.attrs}" if i.op == "alloca" else f" {i.attrs}"
    if i.align is not None:
        text += f", align {i.align}"
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
    pairs = ", ".join([f"[ {v.ref}, %{b} ]" for v, b in zip(i.args, i.extra, strict=True)])     # type: ignore[call-overload]
    return f"phi {flags}{i.type} {pairs}"


def _br(i: Inst, flags: str) -> str:
    labels = ", ".join([f"label %{b}" for b in i.extra])                                       # type: ignore[union-attr]
    return f"br {_args(i.args)}, {labels}" if i.args else f"br {labels}"


def _switch(i: Inst, flags: str) -> str:
    default, cases = i.extra                                                                  # type: ignore[misc]
    table = " ".join([f"{i.args[0].type} {c}, label %{b}" for c, b in cases])
    return f"switch {_args(i.args)}, label %{default} [ {table} ]"


def _path(i: Inst, flags: str) -> str:
    return f"{i.op} {_args(i.args)}, {', '.join(map(str, i.extra))}"                           # type: ignore[call-overload]


def _call(i: Inst, _: str) -> str:
    callee: Value = i.extra                                                                     # type: ignore[assignment]
    flags = i.flags
    tail = ""
    if flags and flags[0] in TAILS:
        tail, flags = flags[0] + " ", flags[1:]
    attrs = i.arg_attrs or ("",) * len(i.args)
    args = ", ".join([f"{a.type} {w} {a.ref}" if w else f"{a.type} {a.ref}" for a, w in zip(i.args, attrs, strict=True)])
    result = i.type if callee.type == "ptr" else callee.type
    return f"{tail}call {' '.join(flags) + ' ' if flags else ''}{result} {callee.ref}({args})"


_FORMS = {
    "call": _call, "phi": _phi, "br": _br, "switch": _switch, "extractvalue": _path, "insertvalue": _path,
    "load": lambda i, flags: f"load {flags}{i.type}, {_args(i.args)}",
    "getelementptr": lambda i, flags: f"getelementptr {flags}{i.extra}, {_args(i.args)}",
    "atomicrmw": lambda i, flags: f"atomicrmw {flags}{i.extra} {_args(i.args)}",
    "alloca": lambda i, flags: f"alloca {flags}{i.extra}{', ' + _args(i.args) if i.args else ''}",
    "ret": lambda i, flags: f"ret {_args(i.args)}" if i.args else "ret void",
    **dict.fromkeys(("icmp", "fcmp"), lambda i, flags: f"{i.op} {flags}{i.extra} {_pair(i)}"),
    **dict.fromkeys(("unreachable", "fence"), lambda i, flags: i.op),
    **dict.fromkeys(("store", "select", "extractelement", "insertelement", "shufflevector", "cmpxchg", "fneg", "freeze"),
                    lambda i, flags: f"{i.op} {flags}{_args(i.args)}"),
}
