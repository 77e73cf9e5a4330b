"""Calls of Enzyme's convention replaced by calls of derived functions, in place. Which those are is given back; who makes them is told nothing else."""
from __future__ import annotations

import re

from ....ir.graph.build import Names
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Module
from .. import names
from ..convention.finding import requests
from ..convention.request import Request
from .answers import ANSWERS, delivered
from .editing import Replacement, substitute, without_markers
from .site import Site


def rewrite(module: Module) -> list[names.Key]:
    """Replaces every call that asks for derivatives; the derived functions that are wanted, each once. UnsupportedError, before anything is changed, with all
    that is wrong."""
    found = requests(module)
    wanted: dict[names.Key, None] = {}
    layout = Layout.of(module)
    for caller in dict.fromkeys(request.caller for request in found):
        function = module.functions[caller]
        wanted.update(dict.fromkeys(_rewritten(module, function, layout, {id(r.call): r for r in found if r.caller == caller})))
        without_markers(function)
    return list(wanted)


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
