"""The text of one function of sampler code, its return and the definitions of the run-time sizes in it."""
from __future__ import annotations

import re
from typing import Any

from ..values.builder import Builder


def finish(b: Builder, outs: list[Any]) -> str:
    """The return of numbers by value; gives the return type."""
    if not outs:
        b.do("ret void")
        return "void"
    if len(outs) == 1:
        b.do(f"ret {outs[0].ty} {outs[0].ref}")
        return outs[0].ty
    ty = "{ " + ", ".join(x.ty for x in outs) + " }"
    v = "undef"
    for k, x in enumerate(outs):
        v = b.emit(f"insertvalue {ty} {v}, {x.ty} {x.ref}, {k}")
    b.do(f"ret {ty} {v}")
    return ty


def function_text(head: str, name: str, params: list[str], b: Builder) -> str:
    """The definition of one function."""
    lines = b.body()
    body = "\n".join(lines[1:])
    return "\n".join([f"define {head} @{name}({', '.join(params)}) #0 {{", lines[0], *size_definitions(body), sized_allocas(body), "}"])


def size_definitions(body: str) -> list[str]:
    """`%n2_1` is 2 n + 1."""
    out = []
    for m, r in dict.fromkeys(re.findall(r"%n(n?\d+)_(n?\d+)\b", body)):
        mul, add = m.replace("n", "-"), r.replace("n", "-")
        out += [f"  %n{m}_{r}x = mul nsw i64 %n, {mul}", f"  %n{m}_{r} = add nsw i64 %n{m}_{r}x, {add}"]
    return out


def sized_allocas(body: str) -> str:
    """Allocas of a run-time number of elements in LLVM's form."""
    return re.sub(r"alloca \[(%n\w+) x (\w+)\]", r"alloca \2, i64 \1", body)
