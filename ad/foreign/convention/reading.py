"""One call to one Request: the function, the arguments, then what a split takes behind them."""
from __future__ import annotations

from ....ir.graph.build import FLOATS
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Module, Value
from .legality import default, kind_of
from .request import Given, Request, byval_of, sret_of
from .results import returned
from .stream import Item, Misfit, Stream, items_of
from .tracing import Tracer
from .words import MODES, REFUSED, SENSES, Mode, entry_point


def request_of(module: Module, layout: Layout, tracer: Tracer, caller: str, entry: str, call: Inst) -> Request:
    """What the call asks for; Misfit where it cannot be read."""
    mode = _mode(entry)
    first = 1 if call.arg_attrs and sret_of(call.arg_attrs[0]) else 0
    function = _function(module, tracer, call, first)
    if mode == "virtualreverse":
        return Request(mode, function.name, 1, (), "const", caller, entry, call)
    stream = Stream(mode, function, layout, tracer, items_of(call, first + 1, tracer))
    rest = stream.read()
    returns = stream.returns or default(SENSES[mode], kind_of(layout, returned(function)))
    seeds, tape = _behind(stream, layout, returns, rest)
    return Request(mode, function.name, stream.width, tuple(stream.arguments), returns, caller, entry, call, frozenset(stream.flags), seeds, tape, stream.tape,
                   stream.allocated)


def _mode(entry: str) -> Mode:
    """Of an entry point that is served."""
    known = entry_point(entry)
    if known in MODES:
        return MODES[known]
    if known in REFUSED:
        raise Misfit("is not supported", REFUSED[known])
    raise Misfit("is no entry point that is known", f"there are {', '.join(f'`{name}`' for name in MODES)}")


def _function(module: Module, tracer: Tracer, call: Inst, place: int) -> Function:
    """The function that is to be differentiated."""
    if place >= len(call.args):
        raise Misfit("the function to be differentiated is missing: it comes first")
    name = tracer.function(call.args[place])
    function = module.functions.get(name)
    if function is None:
        raise Misfit("it is not known when this is compiled which function is to be differentiated",
                     "give the function itself; where it comes through a parameter, let the compiler inline that call (-O1 and above)")
    if not function.blocks:
        raise Misfit(f"`{name}` has no body in this module", "link the files into one module first: `llvm-link a.bc b.bc -o all.bc`")
    if function.vararg:
        raise Misfit(f"`{name}` takes any number of arguments, such functions are not differentiated")
    return function


def _behind(stream: Stream, layout: Layout, returns: str, rest: list[Item]) -> tuple[tuple[Given, ...], Value | None]:
    """Seeds of the return, then the tape, of the second half of a split; nothing else may be left."""
    takes = len(stream.function.params)
    tape: Value | None = None
    marker = next((item for item in rest if item.word), None)
    if marker is not None:
        raise Misfit(f"`{marker.word}` stands behind the last argument")
    if stream.mode in ("reverse", "fwdsplit") and stream.tape is None:
        if not rest or not rest[-1].value.type.startswith("ptr"):
            raise Misfit("the tape is missing: it comes last, or behind `enzyme_tape` the place where it is stored")
        tape = rest.pop().value
    if stream.mode == "reverse" and returns == "out":
        return _seeds(stream, layout, rest), tape
    if rest:
        raise Misfit(f"there are too many arguments: `{stream.function.name}` takes {takes}, {len(rest)} more {'is' if len(rest) == 1 else 'are'} given"
                     f", the first a `{rest[0].value.type}`")
    return (), tape


def _seeds(stream: Stream, layout: Layout, rest: list[Item]) -> tuple[Given, ...]:
    """One number for each float that is returned, and lane."""
    given = tuple(Given(item.value, byval_of(item.attributes)) for item in rest)
    needed = stream.width * sum(leaf.type in FLOATS for leaf in layout.leaves(stream.function.type))
    found = sum(leaf.type in FLOATS for seed in given for leaf in layout.leaves(seed.type))
    if given and found != needed:
        raise Misfit(f"the seed of the return (`{stream.function.type}`) has {needed} number{'s' * (needed != 1)}, {found} are given")
    return given
