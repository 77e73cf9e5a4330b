"""The derived forms of a function of BLAS or LAPACK: what formulas need is read of the arguments, kept in a frame, and read again."""
from __future__ import annotations

from collections.abc import Callable

from ....ir.graph.build import FLOATS, I1, I64, PTR, integer
from ....ir.records import Function, Inst, Param, Value
from ...emit.halves.halves import HEAD, TAPE
from ...facts.shadowed import FRAME, LAST
from .differentials import Differentials, Forward, Reverse
from .rules import RULES
from .spelling import ARRAYS, BESIDE, GIVES, LAPACK, ROWS, SCALARS, SHAPES, Spelling
from .writer import Array, Writer


class Pairs:
    """For one declared function."""

    def __init__(self, f: Function, spelling: Spelling):
        self.f, self.spelling = f, spelling
        self.rule = RULES[spelling.operation]
        self.arguments = spelling.arguments(spelling.operation)
        self.gives = spelling.operation in GIVES
        self.given: dict[str, Value] = {}                  # what arguments say

    def _params(self, lanes: int, floats: bool) -> list[Param]:
        """Each pointer with its shadows, in forward mode floats with their tangents."""
        out: list[Param] = []
        for k, p in enumerate(self.f.params):
            out.append(Param(p.type, f"%p{k}"))
            if p.type == PTR or floats and p.type in FLOATS:
                out += [Param(p.type, f"%p{k}.s{lane}") for lane in range(lanes)]
        return out

    def _passed(self, k: int) -> Value:
        return Value(self.f.params[k].type, f"%p{k}")

    def _decoded(self, w: Differentials) -> None:
        """What arguments say."""
        for k, name in enumerate(self.arguments):
            given = self._passed(k)
            if given.type == PTR:
                w.pointers[name] = given
            if name not in ARRAYS and name not in BESIDE:
                type_ = self.spelling.type_of(name)
                w.values[name] = given if self.spelling.by_value else w.code.load(type_, given)
        self.given = dict(w.values)
        self._completed(w)
        for name in self.arguments:
            if name in ARRAYS or name == "ipiv":
                w.arrays[name] = Array(w.pointers[name], w.step(name))

    def _completed(self, w: Differentials) -> None:
        """What LAPACK's operations say in columns: rows are columns of the transposed matrix."""
        if self.spelling.operation not in LAPACK:
            return
        rows = w.code.compare("eq", w["order"], Value("i32", str(ROWS))) if self.spelling.by_value else Value(I1, "false")
        w.values["rows"] = rows
        if "uplo" in w.values:
            w.values["uplo"] = w.choose(w.code.op("xor", I1, (rows, w.is_flag("uplo", "L"))), "L", "U")
        if self.spelling.operation == "trtrs":
            n, sides = w["n"], w["nrhs"]
            w.values |= {"side": w.choose(rows, "r", "l"), "m": w.choose(rows, sides, n), "n": w.choose(rows, n, sides), "alpha": w.real(1.0)}

    def _original(self, w: Writer) -> Value:
        """The operation itself."""
        result = None if self.f.type == "void" else w.names.new()
        w.code.insts.append(Inst("call", self.f.type, result, tuple(self._passed(k) for k in range(len(self.f.params))), Value(PTR, "@" + self.f.name)))
        return Value(self.f.type, result or "")

    # reverse

    def halves(self) -> dict[str, Function]:
        """Both, by their kinds."""
        return {"aug": self._augmented(), "rev": self._reverse()}

    def _fields(self) -> list[tuple[str, str]]:
        """(name, type) of what a frame holds: what arguments say, pointers and shadows, arrays that were kept."""
        said = [(name, self.spelling.type_of(name)) for name in self.arguments if name not in ARRAYS and name not in BESIDE]
        pointers = [name for name in self.arguments if name in ARRAYS or name in SCALARS and not self.spelling.by_value]
        found = [*said, *((f"{name}{which}", PTR) for name in pointers for which in (".p", ".s")), *((f"{name}.kept", PTR) for name in self.rule.kept)]
        return [*found, ("result", self.spelling.real)] if self.gives else found

    def _place(self, w: Writer, k: int) -> Value:
        return w.code.op("getelementptr", PTR, (Value(PTR, FRAME), integer(HEAD + TAPE + 16 * k)), "i8")

    def _augmented(self) -> Function:
        w = Reverse(self.spelling.library)
        fields = self._fields()
        w.code.insts.append(Inst("call", PTR, FRAME, (integer(HEAD + TAPE + 16 * len(fields)),), Value(PTR, "@llb.frame.make")))
        self._decoded(w)
        w.shadows = {name: Value(PTR, f"%p{k}.s0") for k, name in enumerate(self.arguments) if self.f.params[k].type == PTR}
        held = {f"{name}.kept": self._kept(w, name) for name in self.rule.kept if name not in self.rule.late}
        held |= {f"{name}.p": p for name, p in w.pointers.items()} | {f"{name}.s": p for name, p in w.shadows.items()} | self.given
        held["result"] = result = self._original(w)
        held |= {f"{name}.kept": self._kept(w, name) for name in self.rule.late}
        for k, (name, _) in enumerate(fields):
            w.code.insts.append(Inst("store", "void", None, (held[name], self._place(w, k)), align=8))
        return self._returned(w, [Value(PTR, FRAME), *([result] if self.f.type != "void" else [])], self._params(1, False))

    def _kept(self, w: Reverse, name: str) -> Value:
        """A copy of an array, where somebody's derivative reads it."""
        place = w.slot(PTR)
        w.code.store(Value(PTR, "null"), place)
        readers = self.rule.kept[name]
        needed = w.any(*(w.wanted(r) if r in SCALARS else w.active(r) for r in readers))
        if self.rule.output:
            needed = w.all(needed, w.active(self.rule.output))
        if readers == ("beta",):
            needed = w.all(needed, w.read("beta"))
        with w.when(needed):
            w.code.store(self._copy(w, name), place)
        return w.code.load(PTR, place)

    def _copy(self, w: Reverse, name: str) -> Value:
        if name == "ipiv":
            return self._pivots(w)
        count, length = self._extent(w, name)
        if name in "xy":
            to = w.code.call("llb.frame.take", PTR, (Value(PTR, FRAME), w.bytes(length)))
            w.call("copy", length, w(name), Array(to, w.int(1)))
            return to
        lines = w.code.call("llvm.smax.i64", I64, (w.wide(count), integer(0)))
        behind = w.code.binary("mul", w.code.binary("sub", lines, integer(1)), w.wide(w.step(name)))
        span = w.code.binary("mul", w.code.binary("add", behind, w.wide(length)), integer(w.size))
        some = w.all(w.code.compare("sgt", count, w.int(0)), w.code.compare("sgt", length, w.int(0)))
        size = w.code.select(some, span, integer(0))
        to = w.code.call("llb.frame.take", PTR, (Value(PTR, FRAME), size))
        w.code.call("llvm.memcpy.p0.p0.i64", "void", (to, w.pointers[name], size, Value(I1, "false")))
        return to

    def _pivots(self, w: Reverse) -> Value:
        count = w.code.call("llvm.smax.i64", I64, (w.wide(w["n"]), integer(0)))
        size = w.code.binary("mul", count, integer(8 if self.spelling.integer == I64 else 4))
        to = w.code.call("llb.frame.take", PTR, (Value(PTR, FRAME), size))
        w.code.call("llvm.memcpy.p0.p0.i64", "void", (to, w.pointers["ipiv"], size, Value(I1, "false")))
        return to

    def _extent(self, w: Differentials, name: str) -> tuple[Value, Value]:
        """(lines, entries of a line) of an array; a vector is one line."""
        flag, first, second = SHAPES.get(self.spelling.operation, {}).get(name, ("", "n", "n"))
        rows, cols = w[first], w[second]
        if flag == "side":
            rows = cols = w.choose(w.is_flag(flag, "l"), rows, cols)
        elif flag == "rows":
            rows, cols = w.choose(w[flag], cols, rows), w.choose(w[flag], rows, cols)
        elif flag:
            plain = w.is_flag(flag, "N")
            rows, cols = w.choose(plain, rows, cols), w.choose(plain, cols, rows)
        return (w.int(1), rows) if name in "xy" else w.lines(rows, cols)

    def _reverse(self) -> Function:
        w = Reverse(self.spelling.library)
        for place in w.adjoints.values():
            w.code.store(w.real(0.0), place)
        found: dict[str, Value] = {}
        for k, (name, type_) in enumerate(self._fields()):
            w.code.insts.append(Inst("load", type_, w.names.new(), (self._place(w, k),), align=8))
            found[name] = w.code.insts[-1].value
        w.values = {name: v for name, v in found.items() if "." not in name}
        self._completed(w)
        w.pointers = {name[:-2]: v for name, v in found.items() if name.endswith(".p")}
        w.shadows = {name[:-2]: v for name, v in found.items() if name.endswith(".s")}
        w.arrays = {name: Array(found[f"{name}.kept"], w.int(1) if name in "xy" else w.step(name)) for name in self.rule.kept}
        seeds = [Param(self.spelling.real, "%seed")] if self.gives else []
        if self.gives:
            w.seed, w.result = Value(self.spelling.real, "%seed"), found["result"]
        with w.when(w.active(self.rule.output) if self.rule.output else Value(I1, "true")):
            self.rule.reverse(w)
        w.code.call("llb.frame.end", "void", (Value(PTR, FRAME), Value(I1, LAST), integer(0)))
        adjoints = [w.code.load(self.spelling.real, w.adjoints[name]) for name in self.arguments if name in w.adjoints]
        return self._returned(w, adjoints, [Param(PTR, FRAME), Param(I1, LAST), *seeds])

    def _returned(self, w: Writer, values: list[Value], params: list[Param]) -> Function:
        if not values:
            return w.function("void", params, None)
        type_ = "{ " + ", ".join(v.type for v in values) + " }"
        whole = Value(type_, "poison")
        for k, v in enumerate(values):
            whole = w.code.op("insertvalue", type_, (whole, v), (k,))
        return w.function(type_, params, whole)

    # forward

    def forward(self, width: int) -> Function:
        """The operation between what tangents need before and after it."""
        w = Forward(self.spelling.library)
        self._decoded(w)
        totals: list[Value] = []
        for lane in range(width):
            self._lane(w, lane, self.rule.before)
            totals.append(w.code.load(self.spelling.real, w.total))
        result = self._original(w)
        for lane in range(width if self.rule.after is not None else 0):
            self._lane(w, lane, self.rule.after)
        values = [result, *(totals if self.gives else [])] if self.f.type != "void" else []
        return self._returned(w, values, self._params(width, True))

    def _lane(self, w: Forward, lane: int, formula: Callable[[Forward], None] | None) -> None:
        w.code.store(w.real(0.0), w.total)
        for k, name in enumerate(self.arguments):
            shadow = Value(self.f.params[k].type, f"%p{k}.s{lane}")
            if shadow.type == PTR:
                w.shadows[name] = shadow
            elif name in SCALARS:
                w.tangents[name] = shadow
        with w.when(w.active(self.rule.output) if self.rule.output else Value(I1, "true")):
            if formula is not None:
                formula(w)
