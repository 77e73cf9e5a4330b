"""Vector versions of exp, log and their like, so that LLVM's loop vectoriser keeps loops that call them.

Calls in the text get the attribute of the vector function ABI that names a vector version, and the module gets its definition: LLVM calls it
where it vectorises a loop and leaves the others on libm or on the scalar body. The versions are straight-line code over all lanes, within
2 units in the last place (3 for tanh and expm1), right at infinities, nan, zeros and denormals.

    exp    2^k p(r), r = x - k log 2 in two parts, p of degree 13 (Taylor; the remainder is below 2^-57)
    log    fdlibm's e_log: log(1 + f) = f - f²/2 + s (f²/2 + R(s²)), s = f / (2 + f)
"""
from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from typing import Any

from . import target

NAMES = {"llvm.exp.f64": "exp", "llvm.log.f64": "log", "llvm.tanh.f64": "tanh"}       # intrinsics become calls of libm, to which variants can be attached
LOG2_HIGH, LOG2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
MAGIC = 1.5 * 2.0 ** 52                                      # adding it leaves the nearest whole number in the low bits
LG = (6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01, 1.818357216161805012e-01,
      1.531383769920937332e-01, 1.479819860511658591e-01)    # of R, Sun Microsystems 1993
ROOT_HALF = 0x3FE6A09E00000000                               # bits of sqrt(1/2), rounded down


def bits(x: float) -> int:
    return struct.unpack("<q", struct.pack("<d", x))[0]


class Vec:
    """A vector value; operators emit instructions."""

    def __init__(self, code: Code, ref: str, kind: str):
        self.code, self.ref, self.kind = code, ref, kind

    def _op(self, op: str, other: Any, swap: bool = False) -> Vec:
        a, b = self, self.code.const(other, self.kind)
        a, b = (b, a) if swap else (a, b)
        return self.code.emit(f"{op} {a.type} {a.ref}, {b.ref}", self.kind)

    @property
    def type(self) -> str:
        return f"<{self.code.lanes} x {self.kind}>"

    def __add__(self, o: Any) -> Vec:
        return self._op("fadd" if self.kind == "double" else "add", o)

    def __sub__(self, o: Any) -> Vec:
        return self._op("fsub" if self.kind == "double" else "sub", o)

    def __mul__(self, o: Any) -> Vec:
        return self._op("fmul", o)

    def __truediv__(self, o: Any) -> Vec:
        return self._op("fdiv", o)

    def __lshift__(self, n: int) -> Vec:
        return self._op("shl", n)

    def __rshift__(self, n: int) -> Vec:
        return self._op("lshr", n)

    def __or__(self, o: Any) -> Vec:
        return self._op("or", o)

    def half(self) -> Vec:
        """Half of a whole number, rounded down."""
        return self._op("ashr", 1)

    def __neg__(self) -> Vec:
        return self.code.emit(f"fneg {self.type} {self.ref}", "double")

    def below(self, o: Any) -> Vec:
        return self._compare("olt", o)

    def equals(self, o: Any) -> Vec:
        return self._compare("oeq", o)

    def is_nan(self) -> Vec:
        return self._compare("uno", self)

    def _compare(self, predicate: str, o: Any) -> Vec:
        b = self.code.const(o, "double")
        return self.code.emit(f"fcmp {predicate} {self.type} {self.ref}, {b.ref}", "i1")

    def pick(self, yes: Any, no: Any) -> Vec:
        """Where this condition holds yes, else no."""
        a, b = self.code.const(yes, "double"), self.code.const(no, "double")
        return self.code.emit(f"select {self.type} {self.ref}, {a.type} {a.ref}, {b.type} {b.ref}", "double")

    def bits(self) -> Vec:
        return self.code.emit(f"bitcast {self.type} {self.ref} to <{self.code.lanes} x i64>", "i64")

    def number(self) -> Vec:
        return self.code.emit(f"bitcast {self.type} {self.ref} to <{self.code.lanes} x double>", "double")


class Code:
    """The body of one vector function in the making."""

    def __init__(self, lanes: int):
        self.lanes, self.lines, self.used = lanes, [], set()

    def emit(self, text: str, kind: str) -> Vec:
        ref = f"%v{len(self.lines)}"
        self.lines.append(f"  {ref} = {text}")
        return Vec(self, ref, kind)

    def const(self, x: Any, kind: str) -> Vec:
        if isinstance(x, Vec):
            return x
        literal = f"0x{bits(x) & (2**64 - 1):016X}" if kind == "double" else str(x)
        return Vec(self, f"splat ({kind} {literal})", kind)

    def intrinsic(self, name: str, *args: Any) -> Vec:
        full = f"llvm.{name}.v{self.lanes}f64"
        t = f"<{self.lanes} x double>"
        self.used.add(f"declare {t} @{full}({', '.join([t] * len(args))})")
        values = ", ".join(f"{t} {self.const(a, 'double').ref}" for a in args)
        return self.emit(f"call {t} @{full}({values})", "double")

    def fma(self, a: Any, b: Any, c: Any) -> Vec:
        return self.intrinsic("fma", a, b, c)

    def size(self, x: Vec) -> Vec:
        return self.intrinsic("fabs", x)


# ---- the functions

def reduced(c: Code, x: Vec) -> tuple[Vec, Vec]:
    """(k, exp(r) - 1) with x = k log 2 + r and |r| at most half of log 2; k as a whole number."""
    t = c.fma(x, 1.0 / math.log(2.0), MAGIC)
    n = t - MAGIC
    r = c.fma(-n, LOG2_LOW, c.fma(-n, LOG2_HIGH, x))
    square = r * r
    even, odd = c.const(1.0 / math.factorial(12), "double"), c.const(1.0 / math.factorial(13), "double")
    for k in range(10, 0, -2):
        even, odd = c.fma(even, square, 1.0 / math.factorial(k)), c.fma(odd, square, 1.0 / math.factorial(k + 1))
    return t.bits() - bits(MAGIC), c.fma(square, c.fma(odd, r, even), r)


def power_of_two(k: Vec) -> Vec:
    return ((k + 1023) << 52).number()


def exp(c: Code, x: Vec) -> Vec:
    x = x.below(-746.0).pick(-746.0, c.const(710.0, "double").below(x).pick(710.0, x))
    k, p = reduced(c, x)
    first = k.half()                                        # in two steps: 2^1024 is no number, denormals round once
    return (p + 1.0) * power_of_two(first) * power_of_two(k - first)


def expm1_small(c: Code, x: Vec) -> Vec:
    """exp(x) - 1 for x at most 40; -1 far below."""
    k, p = reduced(c, x.below(-40.0).pick(-40.0, x))
    scale = power_of_two(k)
    return c.fma(scale, p, scale - 1.0)


def expm1(c: Code, x: Vec) -> Vec:
    large = c.const(40.0, "double").below(x)
    return large.pick(exp(c, x), expm1_small(c, large.pick(40.0, x)))


def log(c: Code, x: Vec) -> Vec:
    tiny = x.below(2.0 ** -1022)
    b = tiny.pick(x * 2.0 ** 54, x).bits()
    shifted = (b - ROOT_HALF) + (1024 << 52)
    e = shifted >> 52                                       # exponent + 1024
    k = (e | bits(2.0 ** 52)).number() - tiny.pick(2.0 ** 52 + 1024 + 54, 2.0 ** 52 + 1024)
    f = (b - ((e - 1024) << 52)).number() - 1.0
    s = f / (f + 2.0)
    z = s * s
    w = z * z
    r = z * c.fma(w, c.fma(w, c.fma(w, LG[6], LG[4]), LG[2]), LG[0]) + w * c.fma(w, c.fma(w, LG[5], LG[3]), LG[1])
    half = f * f * 0.5
    value = k * LOG2_HIGH - ((half - (s * (half + r) + k * LOG2_LOW)) - f)
    value = x.equals(0.0).pick(-math.inf, x.below(0.0).pick(math.nan, value))
    return c.const(math.inf, "double").equals(x).pick(math.inf, x.is_nan().pick(x, value))


def log1p(c: Code, x: Vec) -> Vec:
    """log(u) and what 1 + x lost when it was rounded to u."""
    u = x + 1.0
    value = log(c, u)
    rest = (x - (u - 1.0)) / u
    return u.equals(0.0).pick(value, c.const(math.inf, "double").equals(x).pick(x, value + rest))


def tanh(c: Code, x: Vec) -> Vec:
    e = expm1_small(c, c.size(x) * -2.0)
    return c.intrinsic("copysign", -e / (e + 2.0), x)


KERNELS: dict[str, Callable[[Code, Vec], Vec]] = {"exp": exp, "expm1": expm1, "log": log, "log1p": log1p, "tanh": tanh}


def kernel(name: str, lanes: int) -> tuple[str, set[str]]:
    """(definition of the vector version, declarations that it needs)."""
    c = Code(lanes)
    x = Vec(c, "%x", "double")
    result = KERNELS[name](c, x)
    head = f"define internal {x.type} @{vector_name(name, lanes)}({x.type} %x) nounwind willreturn memory(none) {{"
    return "\n".join([head, *c.lines, f"  ret {result.type} {result.ref}", "}"]), c.used


def vector_name(name: str, lanes: int) -> str:
    return f"llb.{name}.v{lanes}"


# ---- attaching them

_CALL = re.compile(r"^(.*\bcall [^@\n]*double @)([\w.]+)(\(double [^\n]*\))((?: #\d+)*)(.*)$", re.M)
_DEFINED = re.compile(r"^define [^@\n]*@(\w+)\(", re.M)


def lanes_here() -> int:
    """Numbers in a vector register; 0 where there is no fused multiply-add."""
    host = target.host()
    fused = host.triple.startswith(("aarch64", "arm64")) or "+fma" in host.features.split(",")
    return host.vector_bits // 64 if fused else 0


def with_vector_versions(text: str, lanes: int | None = None) -> str:
    """The module with vector versions of the functions that it calls."""
    lanes = lanes_here() if lanes is None else lanes
    called = {NAMES.get(m[2], m[2]) for m in _CALL.finditer(text)} & set(KERNELS) - set(_DEFINED.findall(text))
    if not called or not lanes or "@llvm.compiler.used" in text:
        return text
    first = 1 + max(map(int, re.findall(r"^attributes #(\d+) =", text, re.M)), default=-1)
    groups = {name: first + k for k, name in enumerate(sorted(called))}

    def attach(m: re.Match[str]) -> str:
        name = NAMES.get(m[2], m[2])
        return f"{m[1]}{name}{m[3]}{m[4]} #{groups[name]}{m[5]}" if name in groups else m[0]

    text = _CALL.sub(attach, text)
    return "\n".join([text, *definitions(text, groups, lanes), ""])


def definitions(text: str, groups: dict[str, int], lanes: int) -> list[str]:
    """Vector versions, their attribute groups, and declarations that the text lacks."""
    bodies, needed = [], {f"declare double @{n}(double) nounwind speculatable willreturn memory(none)" for n in groups}
    for name in groups:
        body, used = kernel(name, lanes)
        bodies.append(body)
        needed |= used
    present = set(re.findall(r"^(?:declare|define) [^@\n]*@([\w.]+)\(", text, re.M))
    needed = {d for d in needed if re.search(r"@([\w.]+)\(", d)[1] not in present}             # type: ignore[index]
    kept = ", ".join(f"ptr @{vector_name(n, lanes)}" for n in groups)
    lines = [f'@llvm.compiler.used = appending global [{len(groups)} x ptr] [{kept}], section "llvm.metadata"']
    for name, group in groups.items():
        lines.append(f'attributes #{group} = {{ "vector-function-abi-variant"="_ZGV_LLVM_N{lanes}v_{name}({vector_name(name, lanes)})" }}')
    return [*sorted(needed), *bodies, *lines]
