"""The text of one function of sampler code: its return, and the definitions of the run-time sizes in it."""
from __future__ import annotations

import re

from ..values.builder import Builder
from ..values.values import Scalar


def finish(builder: Builder, numbers: list[Scalar]) -> str:
    """The return of numbers by value; gives the return type."""
    if not numbers:
        builder.do("ret void")
        return "void"
    if len(numbers) == 1:
        builder.do(f"ret {numbers[0].ty} {numbers[0].ref}")
        return numbers[0].ty
    type_ = "{ " + ", ".join(number.ty for number in numbers) + " }"
    record = "undef"
    for k, number in enumerate(numbers):
        record = builder.emit(f"insertvalue {type_} {record}, {number.ty} {number.ref}, {k}")
    builder.do(f"ret {type_} {record}")
    return type_


LONG = 200                           # lines, from which on a function stays one: the calls of NUTS's three take no time that could be measured, and all
                                     # of it in one function a third longer to compile


def function_text(head: str, name: str, parameters: list[str], builder: Builder) -> str:
    """The definition of one function."""
    entry, *lines = builder.body()
    body = "\n".join(lines)
    apart = "noinline " if len(lines) > LONG else ""
    return "\n".join([f"define {head} @{name}({', '.join(parameters)}) {apart}#0 {{", entry, *size_definitions(body), sized_allocas(body), "}"])


def size_definitions(body: str) -> list[str]:
    """`%n2_1` is 2 n + 1, and `%nn1_n3` is -n - 3."""
    out = []
    for factor, rest in dict.fromkeys(re.findall(r"%n(n?\d+)_(n?\d+)\b", body)):
        product, name = f"%n{factor}_{rest}x", f"%n{factor}_{rest}"
        out += [f"  {product} = mul nsw i64 %n, {factor.replace('n', '-')}", f"  {name} = add nsw i64 {product}, {rest.replace('n', '-')}"]
    return out


def sized_allocas(body: str) -> str:
    """Allocas of a run-time number of elements in LLVM's form."""
    return re.sub(r"alloca \[(%n\w+) x (\w+)\]", r"alloca \2, i64 \1", body)
