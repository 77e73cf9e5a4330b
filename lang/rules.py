"""Derivative rules of calls that are written in the language (`library/spectral/rules/`): their bodies, put in between two differentiations.

A rule stands in a text as a declaration, `declare void @llb.dense.eigh_reverse.p.3x3s3nf…(ptr, ptr, ptr)`; its definition is inlined where the
text is cleaned next, so that no pass of differentiation ever sees one.
"""
from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from ..ir.dense import Matrix, parse
from ..ir.literals import float_literal
from ..ir.records import Value
from .bodies import name_in
from .calls.inlining import inline_function
from .library.spectral.rules.table import RULES
from .stager import Stager
from .values.builder import view_of
from .values.dtypes import F64, numpy_type
from .values.facts import Facts
from .values.scalar import PARAMETER, STATIC
from .values.values import Buffer, View

_DECLARED = re.compile(r"^declare void @(llb\.dense\.(\w+)\.[\w.]+)\(.*$", re.M)
_PRESENT = re.compile(r"^(?:declare|define) [^@\n]*@([\w.]+)\(", re.M)
LOWERED = ("smallcholesky_reverse",)            # `ad/lower` has code for these: they are written here where they are differentiated once more
PURE = "nounwind willreturn memory(none)"


class Rules(Stager):
    """A pass over a rule: compile-time arrays are constants of the module, named by what they hold."""

    def __init__(self, facts: Facts):
        super().__init__(None, facts)
        self.tables: dict[str, str] = {}

    def constant(self, array: np.ndarray) -> View:
        dtype = numpy_type(array.dtype)
        assert dtype == F64, "a rule has tables of floats alone"
        items = ", ".join(f"double {float_literal(x)}" for x in np.ravel(array).tolist())
        name = f"@llb.table.{hashlib.sha256(items.encode()).hexdigest()[:16]}"
        self.tables[name] = f"{name} = internal unnamed_addr constant [{array.size} x double] [{items}], align 64"
        return view_of(Buffer(name, F64, array.size, readonly=True, level=STATIC, name="constant"), array.shape)


def with_rules(text: str, but: Collection[str] = ()) -> str:
    """The module with a definition for every rule that it declares, but for those of some kinds."""
    rules = {name for name, kind in _DECLARED.findall(text) if kind in RULES and kind not in but}
    if not rules:
        return text
    text = _DECLARED.sub(lambda m: "" if m.group(1) in rules else m.group(0), text)
    made = [definition(name) for name in sorted(rules)]
    present = set(_PRESENT.findall(text))
    called = {signature: pure for rule in made for signature, pure in rule.called.items() if name_in(signature) not in present}
    declarations = [f"declare {signature}{' ' + PURE if pure else ''}" for signature, pure in called.items()]
    tables = {name: line for rule in made for name, line in rule.tables.items() if f"{name} = " not in text}
    return "\n".join([text, *tables.values(), *(rule.text for rule in made), *declarations, ""])


class Definition(NamedTuple):
    """The IR of one rule, the signatures that it calls (are they pure?), and the constants that it reads, by name."""

    text: str
    called: dict[str, bool]
    tables: dict[str, str]


@functools.cache
def definition(name: str) -> Definition:
    """A rule for operands of the shapes that its name says."""
    operands = parse(name, tuple(Value("ptr", f"%m{k}") for k in range(name.count("x")))).operands
    it = staged(name.split(".")[2], operands)
    params = ", ".join(f"ptr noalias {o.pointer.ref}" for o in operands)
    lines = [f"define internal void @{name}({params}) alwaysinline nounwind {{", *it.b.body(), "}"]
    return Definition("\n".join(lines), {signature: attributes == "#1" for signature, attributes in it.b.declared.items()}, it.tables)


def staged(kind: str, operands: Sequence[Matrix]) -> Rules:
    """The rule staged for operands of these shapes."""
    facts = Facts()
    it = Rules(facts)
    for _ in facts.passes():
        it = Rules(facts)
        inline_function(it, RULES[kind], [array(o) for o in operands], {}, None)
        assert not it.b.extra, f"the rule {kind} has no functions of its own"          # and its indices are right: nobody reads whether they are
        it.b.do("ret void")
    return it


def array(o: Matrix) -> View:
    """An operand as an array of the language; it lies dense."""
    assert o.stride == o.cols and not o.transposed, "operands of rules lie dense"
    return view_of(Buffer(o.pointer.ref, F64, o.rows * o.cols, level=PARAMETER), (o.rows, o.cols))
