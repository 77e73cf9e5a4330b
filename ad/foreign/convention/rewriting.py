"""Calls of Enzyme's convention replaced by calls of derived functions, in place. Which those are is given back; who makes them is told nothing else."""
from __future__ import annotations

import re
from collections.abc import Mapping

from ....ir.graph.build import Names
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Module, Value
from .. import names
from .answers import ANSWERS, delivered
from .editing import leave, placed, replace, without_markers
from .finding import requests
from .request import Request
from .site import Site


def rewrite(module: Module) -> list[names.Key]:
    """Replaces every call that asks for derivatives; the derived functions that are wanted, each once. UnsupportedError, before anything is changed, with all
    that is wrong."""
    found = requests(module)
    wanted: dict[names.Key, None] = {}
    layout = Layout.of(module)
    for caller in dict.fromkeys(request.caller for request in found):
        function = module.functions[caller]
        sites = _rewritten(module, function, layout, {id(r.call): r for r in found if r.caller == caller})
        wanted.update(dict.fromkeys(key for site in sites for key in site.wanted))
        without_markers(function)
    return list(wanted)


def _rewritten(module: Module, caller: Function, layout: Layout, asked: Mapping[int, Request]) -> list[Site]:
    """The requests of one function."""
    fresh = Names(_unused(caller))
    sites: list[Site] = []
    results: dict[str, Value] = {}
    for block in caller.blocks:
        insts: list[Inst] = []
        for inst in block.insts:
            request = asked.get(id(inst))
            if request is None:
                insts.append(inst)
                continue
            site = Site(request, module.functions[request.function], layout, fresh)
            value = delivered(site, ANSWERS[request.mode](site))
            sites.append(site)
            insts += placed(site.code, inst)
            if inst.result is not None:
                results[inst.result] = value
            if inst.op == "invoke":
                results |= leave(caller, inst.to[1], block.label)
        block.insts = insts
    replace(caller, results)
    caller.blocks[0].insts[:0] = [alloca for site in sites for alloca in site.entry]
    return sites


def _unused(function: Function) -> str:
    """A prefix of names that the function does not have."""
    taken = {i.result for block in function.blocks for i in block.insts} | {p.name for p in function.params}
    prefix = "llb."
    while any(name and re.match(rf"%{re.escape(prefix)}\d", name) for name in taken):
        prefix += "n."
    return prefix
