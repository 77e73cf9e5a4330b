"""Bodies of the special functions that are written in the language: added to a module after the last differentiation, where they are called."""
from __future__ import annotations

import functools
import re
from typing import Any

from .calls.calls import inline_function
from .numbers import scalars
from .stager import Stager
from .values.builder import Builder
from .values.dtypes import F64
from .values.facts import Facts
from .values.values import Scalar

_DECLARED = re.compile(r"^declare .*?double @llb\.(\w+)\(.*$", re.M)
ATTRIBUTES = "nounwind willreturn memory(none)"


def with_bodies(text: str) -> str:
    """The module with a definition for every `llb.` special function that it declares. KeyError for an unknown name is our bug."""
    from .library.special import SPECIAL
    pending = [m for m in _DECLARED.findall(text) if m in SPECIAL]
    done: dict[str, str] = {}
    declarations: dict[str, None] = {}
    while pending:
        name = pending.pop()
        if name in done:
            continue
        done[name], needed = definition(name)
        for d in needed:
            m = re.match(r"double @llb\.(\w+)\(", d)
            if m and m.group(1) in SPECIAL:
                pending.append(m.group(1))
            else:
                declarations[d] = None
    if not done:
        return text
    text = _DECLARED.sub(lambda m: "" if m.group(1) in done else m.group(0), text)
    present = set(re.findall(r"^(?:declare|define) [^@\n]*@([\w.]+)\(", text, re.M))
    extra = [f"declare {d} {ATTRIBUTES}" for d in declarations if (found := re.search(r"@([\w.]+)\(", d)) and found.group(1) not in present]
    return "\n".join([text, *done.values(), *extra, ""])


@functools.cache
def definition(name: str) -> tuple[str, tuple[str, ...]]:
    """The IR of one special function and the signatures that it calls."""
    from .library.special import SPECIAL
    entry = SPECIAL[name]
    f, arity = (entry[0], entry[1]) if isinstance(entry, tuple) else (entry, entry.__code__.co_argcount)
    b = scalar_function(f, arity)
    params = ", ".join(f"double %a{k}" for k in range(arity))
    lines = [f"define internal double @llb.{name}({params}) {ATTRIBUTES} {{", *b.body(), "}"]
    return "\n".join(lines), tuple(b.declared)


def scalar_function(f: Any, arity: int) -> Builder:
    """f staged as a function of double values."""
    facts, b = Facts(), Builder()
    for _ in facts.passes():
        it = Stager(None, facts)
        r = inline_function(it, f, [Scalar(F64, f"%a{k}") for k in range(arity)], {}, None)
        it.b.do(f"ret double {scalars.scalar(it, r, F64).ref}")
        b = it.b
    return b
