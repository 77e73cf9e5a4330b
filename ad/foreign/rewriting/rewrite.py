"""Calls of Enzyme's convention replaced by calls of derived functions, in place. Which those are is given back; who makes them is told nothing else."""
from __future__ import annotations

import re

from ....ir.graph.build import Names
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Module
from ....ir.text.tokens import Tokens, join, tokenize
from .. import names
from ..convention.finding import requests
from ..convention.request import Request
from ..convention.words import MARKERS
from .answers import ANSWERS, delivered
from .editing import Replacement, substitute
from .site import Site
from .turns import ready

_ELSEWHERE = re.compile(r"@(\"?enzyme_\w+\"?) = external ((?:[a-z_]+(?:\(\w+\))? )*?(?:global|constant) )(.*)")


def rewrite(module: Module) -> list[names.Key]:
    """Replaces the calls that ask for derivatives; the derived functions that are wanted, each once. Calls about functions that ask for derivatives themselves
    stay until those are there. UnsupportedError, before anything is changed, with all that is wrong."""
    found = ready(module, requests(module))
    wanted: dict[names.Key, None] = {}
    layout = Layout.of(module)
    for caller in dict.fromkeys(request.caller for request in found):
        function = module.functions[caller]
        wanted.update(dict.fromkeys(_rewritten(module, function, layout, {id(r.call): r for r in found if r.caller == caller})))
    module.globals = [defined(line) for line in module.globals]
    return list(wanted)


def defined(line: str) -> str:
    """A marker that stands elsewhere as one that stands here: what is still read of it is read from something, and nobody else need have it."""
    found = _ELSEWHERE.match(line)
    if found is None or found[1].strip('"') not in MARKERS:
        return line
    tokens = Tokens(tokenize(found[3]), line)
    type_ = tokens.type()
    return f"@{found[1]} = internal {found[2]}{type_} zeroinitializer{join(tokens.rest())}"


def _rewritten(module: Module, caller: Function, layout: Layout, asked: dict[int, Request]) -> list[names.Key]:
    """The requests of one function."""
    fresh = Names(unused_prefix(caller))
    wanted: list[names.Key] = []

    def answered(call: Inst) -> Replacement | None:
        request = asked.get(id(call))
        if request is None:
            return None
        site = Site(request, module.functions[request.function], layout, fresh)
        value = delivered(site, ANSWERS[request.mode](site))
        wanted.extend(site.wanted)
        return Replacement(site.code, value, site.entry)

    substitute(caller, answered)
    return wanted


def unused_prefix(function: Function) -> str:
    """A prefix of names that the function does not have."""
    taken = {i.result for block in function.blocks for i in block.insts} | {p.name for p in function.params}
    prefix = "llb."
    while any(name and re.match(rf"%{re.escape(prefix)}\d", name) for name in taken):
        prefix += "n."
    return prefix
