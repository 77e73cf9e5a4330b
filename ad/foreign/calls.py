"""What calls become under the shadow pass (`shadow.py`): derived forms of functions with a body, shadows of allocations, pointer words of copies."""
from __future__ import annotations

from ...ir.errors import UnsupportedError
from ...ir.graph.build import FLOATS, I64, PTR, integer, struct_of
from ...ir.graph.leaves import Leaf
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ..facts.activity import MOVES
from ..facts.shadowed import MADE, Call, Words
from ..rules.outside import POINTER_OF, plain
from .lanes import Lanes
from .nested import nested_call


def shadow_call(s: Lanes, i: Inst) -> None:
    """The call and what its shadows need."""
    callee = plain(callee_of(i))
    if callee.startswith(MADE):
        nested_call(s, i)
    elif not callee or s.symbols.is_defined(callee):
        _derived(s, i, callee)
    elif (sizes := s.symbols.allocates(callee)) is not None:
        _allocate(s, i, sizes)
    elif s.symbols.frees(callee):
        _free(s, i)
    elif callee.startswith(MOVES):
        _move(s, i)
    elif callee.startswith("llvm.memset."):
        _fill(s, i)
    elif callee.startswith(("llvm.stacksave", "llvm.stackrestore")):
        _stack(s, i)
    elif callee.startswith(POINTER_OF):
        s.copied_call(i)
    else:
        s.keep(i)
        if i.type == PTR:
            s.out.lanes[i.name] = (i.value,) * s.width


def _stack(s: Lanes, i: Inst) -> None:
    """In reverse mode such memory is the frame's."""
    if not s.reverse:
        s.keep(i)
        if i.type == PTR:
            s.out.lanes[i.name] = (i.value,) * s.width
    elif i.result:
        s.put(Inst("freeze", PTR, i.result, (Value(PTR, "null"),)))
        s.out.lanes[i.name] = (i.value,)


# functions with a body

def _derived(s: Lanes, i: Inst, callee: str) -> None:
    args = tuple(x for a in i.args for x in ((a, *s.shadows(a)) if a.type == PTR else (a,)))
    leaves = s.symbols.layout.leaves(i.type)
    if s.reverse:
        _augmented(s, i, callee, args, leaves)
    else:
        _forward(s, i, callee, args, leaves)


def _pointer_to(s: Lanes, i: Inst, callee: str, kind: str, place: int) -> Value:
    """The derived function of this kind, through the pair of a pointer to a function."""
    if callee:
        return Value(PTR, s.symbols.derived(kind, callee))
    [shadow, *_] = s.shadows(i.callee)
    at = s.made("getelementptr", PTR, (shadow, integer(8 * place))) if place else shadow
    if place:
        s.code.insts[-1].extra = "i8"
    return s.made("load", PTR, (at,))


def _checked(s: Lanes, i: Inst) -> None:
    """A pointer to a function that has no pair ends the program, with words: the pair cannot be called."""
    [shadow, *_] = s.shadows(i.callee)
    s.put(Inst("call", "void", None, (i.callee, shadow), Value(PTR, "@llb.pair.check")))


def _augmented(s: Lanes, i: Inst, callee: str, args: tuple[Value, ...], leaves: tuple[Leaf, ...]) -> None:
    if not callee:
        i.extra = Value(PTR, i.callee.ref)
        _checked(s, i)
    function = _pointer_to(s, i, callee, "aug", 0)
    reverse = _pointer_to(s, i, callee, "rev", 1)
    pointers = [k for k, leaf in enumerate(leaves) if leaf.type == PTR]
    type_ = struct_of([PTR, *(leaf.type for leaf in leaves), *(PTR for _ in pointers)])
    call = Inst("call", type_, s.names.new(), args, function)
    s.code.insts.append(call)
    frame = s.made("extractvalue", PTR, (call.value,))
    s.code.insts[-1].extra = (0,)
    results = _leaves(s, i, call, leaves, [1 + k for k in range(len(leaves))])
    for j, k in enumerate(pointers):
        s.out.lanes[results[k].ref] = (_taken(s, call, PTR, 1 + len(leaves) + j),)
    s.out.calls[call] = Call(reverse, frame, tuple(r for r in results if r.type in FLOATS), tuple(a for a in i.args if a.type in FLOATS))


def _forward(s: Lanes, i: Inst, callee: str, args: tuple[Value, ...], leaves: tuple[Leaf, ...]) -> None:
    """Tangents of arguments and results are put in by the emitter, which has them."""
    if not callee:
        i.extra = Value(PTR, i.callee.ref)
        _checked(s, i)
    function = _pointer_to(s, i, callee, s.kind, 0)
    places, at = list[int](), 0
    for leaf in leaves:
        places.append(at)
        at += 1 + s.width * (leaf.type == PTR or leaf.type in FLOATS)
    parts = [t for leaf in leaves for t in [leaf.type] * (1 + s.width * (leaf.type == PTR or leaf.type in FLOATS))]
    call = Inst("call", struct_of(parts), s.names.new() if parts else None, args, function)
    s.code.insts.append(call)
    s.out.calls[call] = Call(function, function, (), tuple(a for a in i.args if a.type in FLOATS))
    results = _leaves(s, i, call, leaves, places)
    for leaf, place, result in zip(leaves, places, results, strict=True):
        if leaf.type == PTR:
            s.out.lanes[result.ref] = tuple(_taken(s, call, PTR, place + 1 + k) for k in range(s.width))
        elif leaf.type in FLOATS:
            s.out.tangents[result.ref] = tuple(_taken(s, call, leaf.type, place + 1 + k) for k in range(s.width))


def _taken(s: Lanes, call: Inst, type_: str, place: int) -> Value:
    v = s.made("extractvalue", type_, (call.value,))
    s.code.insts[-1].extra = (place,)
    return v


def _leaves(s: Lanes, i: Inst, call: Inst, leaves: tuple[Leaf, ...], places: list[int]) -> list[Value]:
    """What the call gave, under the names that the function has for it."""
    wide = len(leaves) != 1 or leaves[0].path != ()
    names = {part.path[0]: part for part in s.parts.get(i.result or "", ())} if wide else {}
    out: list[Value] = []
    for k, (leaf, place) in enumerate(zip(leaves, places, strict=True)):
        part = names.get(k)
        name = part.name if part is not None else s.names.new() if wide else i.name
        new = Inst("extractvalue", leaf.type, name, (call.value,), (place,))
        s.put(new)
        s.out.results.add(new)
        if part is not None:
            s.out.made.add(part)                   # stands here now
        out.append(new.value)
    for part in s.parts.get(i.result or "", ()) if wide else ():
        if part not in s.out.made:                 # the same leaf taken twice
            raise UnsupportedError("a result that is taken apart twice")
    return out


# memory

def _allocate(s: Lanes, i: Inst, sizes: tuple[int, ...]) -> None:
    """Shadows are as large, and zero. In reverse mode they are the engine's own, and end where the allocation is reversed."""
    s.keep(i)
    size = i.args[sizes[0]]
    for k in sizes[1:]:
        size = s.made("mul", size.type, (size, i.args[k]))
    if size.type != I64:
        size = s.made("zext", I64, (size,))
    if s.reverse:
        shadow = Inst("call", PTR, s.names.new(), (integer(1), size), Value(PTR, "@calloc"))
        s.put(shadow)
        s.out.heap.add(shadow)
        s.out.lanes[i.name] = (shadow.value,)
        return
    lanes: list[Value] = []
    for _ in range(s.width):
        shadow = Inst("call", PTR, s.names.new(), i.args, i.callee, arg_attrs=i.arg_attrs)
        s.put(shadow)
        s.zeroed(shadow.value, size)
        lanes.append(shadow.value)
    s.out.lanes[i.name] = tuple(lanes)


def _free(s: Lanes, i: Inst) -> None:
    """The primal frees where it did. Forward mode frees shadows beside it."""
    s.keep(i)
    if s.reverse:
        return
    for shadow in s.shadows(i.args[0]):
        given = s.made("select", PTR, (s.differs(i.args[0], shadow), shadow, Value(PTR, "null")))
        s.put(Inst("call", "void", None, (given, *i.args[1:]), i.callee, arg_attrs=i.arg_attrs))


def _move(s: Lanes, i: Inst) -> None:
    """Pointer words of a copy are copied between shadows too, where the target is active. Forward mode moves whatever there is (`forward.py`)."""
    words = _noted(s, i)
    if s.reverse and words.of("ptr"):
        to, source, size = i.args[:3]
        [to_shadow], [from_shadow] = s.shadows(to), s.shadows(source)
        _words_moved(s, words, (to_shadow, from_shadow), s.made("select", I64, (s.differs(to, to_shadow), _wide(s, size), integer(0))))


def _noted(s: Lanes, i: Inst) -> Words:
    """The call, and what it moves or fills; nothing where nobody need know."""
    s.keep(i)
    words = s.given_words.get(i)
    if words is None:
        return Words(())
    s.out.words[i] = words
    return words


def _words_moved(s: Lanes, words: Words, places: tuple[Value, Value], size: Value) -> None:
    if all(span.kind == "ptr" for span in words.spans):
        s.put(Inst("call", "void", None, (*places, size, Value("i1", "false")), Value(PTR, "@llvm.memmove.p0.p0.i64")))
        return
    for span in words.of("ptr"):
        s.put(Inst("call", "void", None, (*places, size, integer(span.offset), integer(words.period)), Value(PTR, "@llb.words.copy")))


def _wide(s: Lanes, size: Value) -> Value:
    return size if size.type == I64 else s.made("zext", I64, (size,))


def _fill(s: Lanes, i: Inst) -> None:
    """Pointer words that are filled are null in the shadow too."""
    words = _noted(s, i)
    if s.reverse and words.of("ptr"):
        [shadow] = s.shadows(i.args[0])
        size = s.made("select", I64, (s.differs(i.args[0], shadow), _wide(s, i.args[2]), integer(0)))
        for span in words.of("ptr"):
            s.put(Inst("call", "void", None, (shadow, size, integer(span.offset), integer(words.period)), Value(PTR, "@llb.words.clear")))
