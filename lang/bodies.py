"""Bodies of the scalar functions that are written in the language: added to a module after the last differentiation, where they are called."""
from __future__ import annotations

import functools
import re
from collections.abc import Callable

from .calls.inlining import inline_function
from .library.functions import UFUNCS
from .library.ufunc import Numbers
from .numbers import scalars
from .stager import Stager
from .values.builder import Builder
from .values.dtypes import F64
from .values.facts import Facts
from .values.values import Scalar

_DECLARED = re.compile(r"^declare .*?double @llb\.(\w+)\(.*$", re.M)
_NAME = re.compile(r"@([\w.]+)\(")
ATTRIBUTES = "nounwind willreturn memory(none)"


def with_bodies(text: str) -> str:
    """The module with a definition for every scalar function `@llb.NAME` that it declares."""
    done, signatures = definitions([name for name in _DECLARED.findall(text) if has_body(name)])
    if not done:
        return text
    text = _DECLARED.sub(lambda m: "" if m.group(1) in done else m.group(0), text)
    present = set(re.findall(r"^(?:declare|define) [^@\n]*@([\w.]+)\(", text, re.M))
    extra = [f"declare {s} {ATTRIBUTES}" for s in signatures if name_in(s) not in present]
    return "\n".join([text, *done.values(), *extra, ""])


def definitions(pending: list[str]) -> tuple[dict[str, str], dict[str, None]]:
    """(definition by name, signatures of all else) for functions and the bodies that they call."""
    done: dict[str, str] = {}
    signatures: dict[str, None] = {}
    while pending:
        name = pending.pop()
        if name in done:
            continue
        done[name], called = definition(name)
        for s in called:
            own = name_in(s).removeprefix("llb.")
            if own != name_in(s) and has_body(own):
                pending.append(own)
            else:
                signatures[s] = None
    return done, signatures


def has_body(name: str) -> bool:
    """Is `@llb.NAME` a function of the language with a body?"""
    return name in UFUNCS and UFUNCS[name].called


def name_in(signature: str) -> str:
    """`double @llvm.exp.f64(double)` -> `llvm.exp.f64`"""
    found = _NAME.search(signature)
    assert found is not None, f"a signature names its function: {signature}"
    return found.group(1)


@functools.cache
def definition(name: str) -> tuple[str, tuple[str, ...]]:
    """The IR of one function with a body, and the signatures that it calls."""
    row = UFUNCS[name]
    assert row.body is not None, f"`{name}` is in the table of bodies"
    b = scalar_function(row.body, row.arity)
    params = ", ".join(f"double %a{k}" for k in range(row.arity))
    lines = [f"define internal double @llb.{name}({params}) {ATTRIBUTES} {{", *b.body(), "}"]
    return "\n".join(lines), tuple(b.declared)


def scalar_function(f: Callable[..., Numbers], arity: int) -> Builder:
    """f staged as a function of double values."""
    facts, b = Facts(), Builder()
    for _ in facts.passes():
        it = Stager(None, facts)
        r = inline_function(it, f, [Scalar(F64, f"%a{k}") for k in range(arity)], {}, None)
        it.b.do(f"ret double {scalars.scalar(it, r, F64).ref}")
        b = it.b
    return b
