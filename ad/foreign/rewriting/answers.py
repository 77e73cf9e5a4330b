"""What each mode does at a call, and how its fields become the declared result."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from ....ir.graph.build import PTR
from ....ir.records import Inst, Value
from .. import names
from ..convention.legality import kind_of
from ..convention.results import fit, promised, together
from ..convention.words import TAPE, Mode
from .leafwise import joined, loaded, stored
from .site import LAST, NOT_LAST, Site

Fields = list[list[Value]]                       # leaves of each field of the result


def _autodiff(site: Site) -> Fields:
    """Forward and at once back."""
    lanes = range(site.request.width)
    seeds = site.seeds()
    if site.request.width == 1 and "runtime_activity" not in site.request.flags:
        value, adjoint = site.combined(seeds[0])
        return _value(site, value) + _out(site, [adjoint])
    once = not any(a.doubled or a.in_memory for a in site.request.arguments)
    value: list[Value] = []
    frame = Value(PTR, "null")
    adjoints: list[list[list[Value]]] = []
    for lane in lanes:
        if lane == 0 or not once:
            frame, value, _ = site.augmented(lane)
        last = LAST if not once or lane == lanes[-1] else NOT_LAST
        adjoints.append(site.reversed(frame, last, seeds[lane]))
    return _value(site, value) + _out(site, adjoints)


def _augmentfwd(site: Site) -> Fields:
    """The first half: the tape goes to its place or is given back."""
    frame, value, shadows = site.augmented(0)
    if site.request.tape_at is not None:
        site.code.store(frame, site.request.tape_at)
    fields: Fields = [] if site.request.tape_at is not None else [[frame]]
    if "noret" in site.request.flags or not value:
        return fields
    kind = kind_of(site.layout, site.function.type)
    fields.append(value)
    if site.request.returns == "dup" and kind in ("pointer", "pointers"):
        rest = iter(shadows)
        fields.append([next(rest) if leaf.type.startswith(PTR) else leaf for leaf in value])
    return fields


def _reverse(site: Site) -> Fields:
    """The second half."""
    frame, seeds = _tape(site), site.seeds()
    stays = "nofree" in site.request.flags
    lanes = range(site.request.width)
    return _out(site, [site.reversed(frame, NOT_LAST if stays or lane != lanes[-1] else LAST, seeds[lane]) for lane in lanes])


def _fwddiff(site: Site) -> Fields:
    """Once, with tangents."""
    value, tangents = site.forward()
    if site.through:
        tangents = [site.in_memory(1 + lane) for lane in range(site.request.width)]
    return _value(site, value) + (tangents if site.request.returns == "dup" else [])


def _fwdsplit(site: Site) -> Fields:
    """The function again, on what it was called with before, and the tape away where only the reverse could use it."""
    fields = _fwddiff(site)
    if "nofree" not in site.request.flags:
        site.reversed(_tape(site), LAST, [Value(seed.type, "0.0") for seed in site.seeds()[0]])
    return fields


def _augmentsize(site: Site) -> Fields:
    return [[Value(site.request.declared, str(TAPE))]]


def _virtualreverse(site: Site) -> Fields:
    """The address of the pair."""
    site.wanted.append(names.Key("pair", site.function.name))
    address = Value(PTR, f"@{names.pair(site.function.name)}")
    declared = site.request.declared
    return [[address if declared == PTR else site.code.op("ptrtoint", declared, (address,))]]


ANSWERS: Mapping[Mode, Callable[[Site], Fields]] = {
    "autodiff": _autodiff, "augmentfwd": _augmentfwd, "reverse": _reverse, "fwddiff": _fwddiff, "fwdsplit": _fwdsplit, "augmentsize": _augmentsize,
    "virtualreverse": _virtualreverse,
}


def delivered(site: Site, fields: Fields) -> Value:
    """The declared result; what nothing fills is poison."""
    request, code, layout = site.request, site.code, site.layout
    type_ = request.declared
    described = promised(layout, request, site.function)
    way = fit(layout, request, described) if request.mode not in ("augmentsize", "virtualreverse") else "leaves"
    leaves = [leaf for f in (fields[:1] if way == "first" else fields) for leaf in f]
    if way == "nothing":
        return Value(request.call.type, "poison")
    if request.out_of_line:
        stored(code, layout, together(described) if way == "bytes" else type_, leaves, request.call.args[0])
        return Value("void", "")
    return joined(code, layout, type_, leaves) if way != "bytes" else _as_bytes(site, leaves, together(described))


def _as_bytes(site: Site, leaves: list[Value], from_: str) -> Value:
    """The declared result has the bytes of the fields, as C passes small structures."""
    layout, to = site.layout, site.request.declared
    size = max(layout.shape(from_).size, layout.shape(to).size)
    alloca = Inst("alloca", PTR, site.code.names.new(), (), f"[{size} x i8]", align=16)
    site.entry.append(alloca)
    stored(site.code, layout, from_, leaves, alloca.value)
    return joined(site.code, layout, to, loaded(site.code, layout, to, alloca.value))


def _value(site: Site, value: list[Value]) -> Fields:
    """The function's own value, where it is asked for."""
    if "primal_return" not in site.request.flags:
        return []
    return [site.in_memory(0) if site.through else value]


def _out(site: Site, lanes: list[list[list[Value]]]) -> Fields:
    """The adjoints of `enzyme_out` arguments, those of all lanes together."""
    return [[leaf for lane in lanes for leaf in lane[k]] for k, argument in enumerate(site.request.arguments) if argument.activity == "out"]


def _tape(site: Site) -> Value:
    """The tape that the first half left."""
    request = site.request
    if request.tape_at is not None:
        return site.code.load(PTR, request.tape_at)
    assert request.tape is not None
    return request.tape
