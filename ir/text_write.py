"""Records to LLVM assembly text: the inverse of `text.read`."""
from __future__ import annotations

from .records import Block, Function, Inst, Module, Value

_TAILS = ("tail", "musttail", "notail")


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
    op, args, extra = i.op, i.args, i.extra
    flags = " ".join(i.flags) + " " if i.flags else ""
    match op:
        case "call":
            return _call(i)
        case "load":
            return f"load {flags}{i.type}, {_args(args)}"
        case "getelementptr":
            return f"getelementptr {flags}{extra}, {_args(args)}"
        case "phi":
            pairs = ", ".join([f"[ {v.ref}, %{b} ]" for v, b in zip(args, extra, strict=True)])   # type: ignore[call-overload]
            return f"phi {flags}{i.type} {pairs}"
        case "icmp" | "fcmp":
            return f"{op} {flags}{extra} {args[0].type} {args[0].ref}, {args[1].ref}"
        case "br":
            labels = ", ".join([f"label %{b}" for b in extra])                                   # type: ignore[union-attr]
            return f"br {_args(args)}, {labels}" if args else f"br {labels}"
        case "switch":
            default, cases = extra                                                              # type: ignore[misc]
            table = " ".join([f"{args[0].type} {c}, label %{b}" for c, b in cases])
            return f"switch {_args(args)}, label %{default} [ {table} ]"
        case "ret":
            return f"ret {_args(args)}" if args else "ret void"
        case "alloca":
            return f"alloca {flags}{extra}{', ' + _args(args) if args else ''}"
        case "extractvalue" | "insertvalue":
            return f"{op} {_args(args)}, {', '.join(map(str, extra))}"                          # type: ignore[call-overload]
        case "atomicrmw":
            return f"atomicrmw {flags}{extra} {_args(args)}"
        case "store" | "select" | "extractelement" | "insertelement" | "shufflevector" | "cmpxchg":
            return f"{op} {flags}{_args(args)}"
        case "fneg" | "freeze":
            return f"{op} {flags}{_args(args)}"
        case "unreachable" | "fence":
            return op
    if len(args) == 2:
        return f"{op} {flags}{args[0].type} {args[0].ref}, {args[1].ref}"
    assert len(args) == 1, f"unknown instruction {op}"
    return f"{op} {flags}{_args(args)} to {i.type}"


def _call(i: Inst) -> str:
    callee: Value = i.extra                                                                     # type: ignore[assignment]
    flags = i.flags
    tail = ""
    if flags and flags[0] in _TAILS:
        tail, flags = flags[0] + " ", flags[1:]
    attrs = i.arg_attrs or ("",) * len(i.args)
    args = ", ".join([f"{a.type} {w} {a.ref}" if w else f"{a.type} {a.ref}" for a, w in zip(i.args, attrs, strict=True)])
    result = i.type if callee.type == "ptr" else callee.type
    return f"{tail}call {' '.join(flags) + ' ' if flags else ''}{result} {callee.ref}({args})"
