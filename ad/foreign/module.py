"""The derivatives that a module needs: functions in their derived forms, pairs of them for pointers, shadows of globals that name functions.

Names are made of the kind and the function. Each form is named before its body exists, so that functions may call one another in any way.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ...ir.errors import UnsupportedError
from ...ir.foreign import catches, prepared
from ...ir.records import Block, Function, Inst, Module, Value
from ..rules.outside import ALLOCATORS, DEALLOCATORS
from .blas.pairs import Pairs
from .blas.rules import RULES
from .blas.spelling import spelled
from .bodies.table import standing_in
from .convention.registered import Registered, registered
from .convention.words import HINTS, entry_point
from .derive import Derived, Report, derive
from .joined import joined
from .names import Key, derived_name
from .registrations import Adapters
from .words.known import Known
from .words.noted import noted

_NAMED = re.compile(r'@("[^"]*"|[-\w.$]+)')
_HEAD = re.compile(r"@(?:\"[^\"]*\"|[-\w.$]+) = (?P<kind>.*?\b(?:global|constant)\b) (?P<rest>.*)")
_BEHIND = re.compile(r', (?:comdat(?:\([^)]*\))?|section "[^"]*"|partition "[^"]*"|!\w+ !\d+|no_sanitize_\w+)')


def quoted(name: str) -> str:
    """A name as LLVM prints it."""
    return name if re.fullmatch(r"[-\w.$]+", name) else f'"{name}"'


class Derivatives:
    """The worklist. `functions` have a body in the prepared clone of the user's module."""

    def __init__(self, module: Module, names: Iterable[str], report: Report | None = None):
        self.report = report
        self.user = module
        self.registered = registered(module)
        self.inactive = _inactive(module, self.registered)
        clone = standing_in(acting_alike(module, self.registered))
        seen = noted(clone, names)
        self.prepared = prepared(seen.module, names, self._brought())
        self.known = Known(self.prepared, seen.params)
        self._bodies = {name.strip('"'): f for name, f in self.prepared.functions.items()}
        self._own = {name.strip('"'): f for name, f in module.functions.items()}
        self.layout = self.known.layout
        self.made: dict[str, Function] = {}
        self.globals: dict[str, str] = {}
        self.lines = {m[1]: line for line in self.prepared.globals if (m := _NAMED.match(line))}
        self._seen = set[tuple[str, str]]()
        self._work: list[tuple[str, str]] = []

    def function(self, name: str) -> Function | None:
        """The prepared function, by a name with or without quotes."""
        return self._bodies.get(name.strip('"'))

    def _brought(self) -> set[str]:
        """Functions that are called and never looked into."""
        said = self.registered
        return {*said.gradients, *said.derivatives, *said.inactive, *said.allocations, *(a.free for a in said.allocations.values())}

    def why_without(self, name: str) -> tuple[str, str] | None:
        """Why a function of the module has no derived form, and what to do."""
        own = self._own.get(name)
        if own is None or not own.blocks:
            return None
        if own.vararg:
            return f"`{name}` takes a variable number of arguments, which cannot be differentiated", "give it an array"
        return (f"`{name}` catches an exception and goes on", "a throw that leaves the function is fine") if catches(own) else None

    @property
    def constant_globals(self) -> frozenset[str]:
        """Globals that the module says hold constants."""
        return frozenset(self.registered.inactive_globals)

    def allocates(self, name: str) -> tuple[int, ...] | None:
        """Which arguments of an allocator say how many bytes."""
        if (own := self.registered.allocations.get(name)) is not None:
            return (own.size,)
        return ALLOCATORS[name].sizes if name in ALLOCATORS else None

    def frees(self, name: str) -> bool:
        """Does the function give memory back?"""
        return name in DEALLOCATORS or any(name == own.free for own in self.registered.allocations.values())

    def is_defined(self, name: str) -> bool:
        """Has it derived forms: a body that can be differentiated, or a derivative of its own?"""
        if name in self.registered.gradients or name in self.registered.derivatives:
            return True
        found = self.function(name)
        return found is not None and (bool(found.blocks) and name not in self._brought() or self._blas(found) is not None)

    def _blas(self, f: Function) -> Pairs | None:
        """The pairs of a function of BLAS, where it has no body here."""
        spelling = spelled(f) if not f.blocks and f.name not in self.inactive else None
        return Pairs(f, spelling) if spelling is not None and spelling.operation in RULES else None

    def derived(self, kind: str, function: str) -> str:
        """`@name` of a derived form: "aug", "rev" (made together) or "fwdN"."""
        wanted = ("rev" if kind == "aug" else kind, function.strip('"'))
        if wanted not in self._seen:
            self._seen.add(wanted)
            self._work.append(wanted)
        return "@" + derived_name(kind, function)

    def want(self, key: Key) -> None:
        """What a call asked for."""
        if key.kind == "pair":
            self.pair(key.function, "aug")
        else:
            self.derived({"rev": "aug", "both": f"both.{key.mask}"}.get(key.kind, f"fwd{key.width}"), key.function)

    def pair(self, function: str, kind: str) -> str:
        """`@name` of the pair that is the shadow of a pointer to a function."""
        name = derived_name("pair" if kind == "aug" else "pair" + kind[3:], function)
        if name not in self.globals:
            self.globals[name] = ""
            forms = [self.derived(k, function) for k in (("aug", "rev") if kind == "aug" else (kind,))]
            self.globals[name] = f"@{name} = internal constant [{len(forms)} x ptr] [{', '.join(f'ptr {form}' for form in forms)}]"
        return "@" + name

    def run(self) -> None:
        """Makes what is wanted, and what that wants."""
        while self._work:
            kind, name = self._work.pop()
            for form, function in self._forms(kind, name).items():
                function.name = derived_name(form, name)
                function.prefix = "internal"
                self.made[function.name] = function

    def _forms(self, kind: str, name: str) -> dict[str, Function]:
        """The derived forms of a function, by its own derivative or by its body."""
        f = self.function(name)
        if f is not None and (brought := self._brought_forms(kind, name, f)):
            return brought
        body = f if f is not None and f.blocks else self._own.get(name)
        if body is None or not body.blocks:
            raise UnsupportedError(f"the function `{name}` has no body to differentiate", None, "give the file that defines it too")
        if body is not f:                                     # it brings the derivative of the other mode alone
            raise UnsupportedError(f"`{name}` brings a derivative of its own, and none for this mode", None, "register one for this mode too")
        return derive(Derived(body, self, self.known, "aug" if kind == "rev" else kind, self.report))

    def _brought_forms(self, kind: str, name: str, f: Function) -> dict[str, Function]:
        """What is made of a function's own derivative, and the combined form of what has halves alone."""
        said, blas = self.registered, self._blas(f)
        if kind.startswith("both") and (name in said.gradients or blas is not None or not returns(f)):
            self.derived("aug", name)
            return {kind: joined(f, self.layout)}
        if blas is not None:
            return blas.halves() if kind == "rev" else {kind: blas.forward(int(kind[3:]))}
        if kind == "rev" and name in said.gradients:
            return Adapters(f, self._own, self.layout).gradient(*said.gradients[name])
        if kind.startswith("fwd") and name in said.derivatives:
            return {kind: Adapters(f, self._own, self.layout).forward(said.derivatives[name], int(kind[3:]))}
        return {}

    # constants

    def shadow(self, constant: Value, kind: str) -> Value:
        """The shadow of a pointer constant: itself but where it names functions, directly or in what it points to."""
        return Value(constant.type, _NAMED.sub(lambda m: self._shadow_of(m[1], kind), constant.ref))

    def _shadow_of(self, name: str, kind: str) -> str:
        if self.is_defined(name):
            return self.pair(name, kind)
        line = self.lines.get(name)
        if line is None or not self._names_functions(name, set()):
            return "@" + name
        new = quoted(f"llb.shadow.{kind}.{name.strip(chr(34))}")
        if new not in self.globals:
            self.globals[new] = ""
            self.globals[new] = self._rewritten(new, line, kind)
        return "@" + new

    def _rewritten(self, new: str, line: str, kind: str) -> str:
        """A constant with the shadows of what it names."""
        found = _HEAD.match(line)
        assert found is not None, f"a definition of a global was expected: {line}"
        rest = _NAMED.sub(lambda m: self._shadow_of(m[1], kind), _BEHIND.sub("", found["rest"]))
        return f"@{new} = internal {'constant' if found['kind'].endswith('constant') else 'global'} {rest}"

    def _names_functions(self, name: str, seen: set[str]) -> bool:
        """Does a constant lead to functions that are defined, directly or through others?"""
        if name in seen or name not in self.lines:
            return False
        seen.add(name)
        line = self.lines[name]
        others = _NAMED.findall(line.split(" = ", 1)[1])
        return any(self.is_defined(n) or self._names_functions(n, seen) for n in others)


def returns(f: Function) -> bool:
    """Does it come back?"""
    return any(b.insts[-1].op == "ret" for b in f.blocks)


def _inactive(module: Module, said: Registered) -> frozenset[str]:
    """Functions of the module that nothing flows through."""
    hints = (name for name in module.functions if entry_point(name) in HINTS)
    return frozenset(name.strip('"') for name in (*said.inactive, *hints))


def acting_alike(module: Module, said: Registered) -> Module:
    """The module in which functions that act like known ones are those."""
    if not said.like:
        return module
    other = {"@" + name: Value("ptr", "@" + known) for name, known in said.like.items()}

    def renamed(i: Inst) -> Inst:
        return replace(i, extra=other[i.callee.ref]) if i.op == "call" and i.callee.ref in other else i

    functions = {name: replace(f, blocks=[Block(b.label, [renamed(i) for i in b.insts]) for b in f.blocks]) for name, f in module.functions.items()}
    for name, known in said.like.items():
        functions.setdefault(known, replace(module.functions[name], name=known, blocks=[], prefix="", suffix=""))
    return replace(module, functions=functions)
