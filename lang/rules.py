"""Derivative rules of calls that are written in the language (`library/spectral/rules.py`): their bodies, put in between two differentiations.

A rule stands in a text as a declaration, `declare void @llb.dense.eigh_reverse.p.3x3s3nf…(ptr, ptr, ptr)`; its definition is inlined where the
text is cleaned next, so that no pass of differentiation ever sees one.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from ..ir.dense import Matrix, parse
from ..ir.records import Value
from .bodies import name_in
from .calls.inlining import inline_function
from .library.spectral.rules import RULES
from .stager import Stager
from .values.builder import Builder, view_of
from .values.dtypes import F64
from .values.facts import Facts
from .values.scalar import PARAMETER
from .values.values import Buffer, View

_DECLARED = re.compile(r"^declare void @(llb\.dense\.(\w+)\.[\w.]+)\(.*$", re.M)
_PRESENT = re.compile(r"^(?:declare|define) [^@\n]*@([\w.]+)\(", re.M)
PURE = "nounwind willreturn memory(none)"


def with_rules(text: str) -> str:
    """The module with a definition for every rule that it declares."""
    rules = {name for name, kind in _DECLARED.findall(text) if kind in RULES}
    if not rules:
        return text
    text = _DECLARED.sub(lambda m: "" if m.group(1) in rules else m.group(0), text)
    made = [definition(name) for name in sorted(rules)]
    present = set(_PRESENT.findall(text))
    called = {signature: pure for _, found in made for signature, pure in found.items() if name_in(signature) not in present}
    declarations = [f"declare {signature}{' ' + PURE if pure else ''}" for signature, pure in called.items()]
    return "\n".join([text, *(body for body, _ in made), *declarations, ""])


@functools.cache
def definition(name: str) -> tuple[str, dict[str, bool]]:
    """The IR of one rule, and the signatures that it calls: are they pure?"""
    operands = parse(name, tuple(Value("ptr", f"%m{k}") for k in range(name.count("x")))).operands
    b = staged(name.split(".")[2], operands)
    params = ", ".join(f"ptr noalias {o.pointer.ref}" for o in operands)
    lines = [f"define internal void @{name}({params}) alwaysinline nounwind {{", *b.body(), "}"]
    return "\n".join(lines), {signature: attributes == "#1" for signature, attributes in b.declared.items()}


def staged(kind: str, operands: Iterable[Matrix]) -> Builder:
    """The rule staged for operands of these shapes."""
    facts, b = Facts(), Builder()
    for _ in facts.passes():
        it = Stager(None, facts)
        b = it.b
        inline_function(it, RULES[kind], [array(o) for o in operands], {}, None)
        assert not (it.constants or b.reasons or b.extra), f"the rule {kind} makes what it needs, and cannot fail"
        b.do("ret void")
    return b


def array(o: Matrix) -> View:
    """An operand as an array of the language; it lies dense."""
    assert o.stride == o.cols and not o.transposed, "operands of rules lie dense"
    return view_of(Buffer(o.pointer.ref, F64, o.rows * o.cols, level=PARAMETER), (o.rows, o.cols))
