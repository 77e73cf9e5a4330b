"""The law of derivative rules: forward mode, reverse mode and second order of every rule, at points inside its domains and at edges and ties,
against mpmath's derivative of the function; in f64, and in f32 where the operation exists in f32. One compiled program a rule and type."""
from __future__ import annotations

import ctypes
import itertools
import math
import re

import mpmath
import numpy as np
import pytest
import scalars
from programs import PROGRAMS
from scipy.special import logsumexp

from llbayes import ad, lang
from llbayes.ad.compile import Request, Step, differentiated, symbolic
from llbayes.ad.emit.instructions import INERT_CALLS, SILENT
from llbayes.ad.facts.activity import MOVES
from llbayes.ad.lower.lower import lower
from llbayes.ad.rules import libm
from llbayes.ad.rules.partials import RULES, rule_name
from llbayes.ad.rules.symbols import Refused
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.machine import linker, pipelines
from llbayes.ir.machine.arena import Arena
from llbayes.ir.text import read, write
from llbayes.lang.bodies import with_bodies
from llbayes.lang.library.functions import UFUNCS

pytestmark = pytest.mark.thinned(3)

INF, NAN = math.inf, math.nan
OPCODES = {"fadd", "fsub", "fneg", "freeze", "fmul", "fdiv", "frem", "fpext", "fptrunc"}
MOVED_BY_THE_ENGINES = {"load", "store", "phi", "select", "call", "br", "switch", "ret", "unreachable", "extractvalue", "insertvalue"}
POINTS = 5
SHAPES_REFUSED = {name: 3 - len(name.rpartition("_")[2])                      # from this order on: third derivatives of the function
                  for name in RULES if re.search(r"((gamma|beta)incc?_[ab]+|von_mises_k+|wiener_images_[us]+|kolmogorov_y+|poch_z+|binom_n+|(ive|[jy]v)_n+|hyp2f1_[ac]+b?)$", name)}
mpmath.mp.dps = 40


def toward_zero(x):
    return mpmath.floor(x) if x > 0 else mpmath.ceil(x)


# what the optimiser writes in place of functions of the table; and the one function whose derivative is not its own
OPERATIONS = {
    "fadd": lambda x, y: x + y, "fsub": lambda x, y: x - y, "fmul": lambda x, y: x * y, "fdiv": lambda x, y: x / y, "fneg": lambda x: -x,
    "freeze": lambda x: x, "fpext": lambda x: x, "fptrunc": lambda x: x, "frem": lambda x, y: x - y * toward_zero(x / y),
    "llvm.fma": lambda x, y, z: x * y + z, "llvm.fmuladd": lambda x, y, z: x * y + z, "llvm.pow": lambda x, y: x**y, "pow": lambda x, y: x**y,
    "llvm.exp10": lambda x: mpmath.mpf(10) ** x, "exp10": lambda x: mpmath.mpf(10) ** x, "llvm.fabs": abs, "fabs": abs,
    "llvm.nearbyint": mpmath.nint, "llvm.round": mpmath.nint, "llvm.roundeven": mpmath.nint,
    "llvm.maximum": max, "llvm.maximumnum": max, "llvm.minimum": min, "llvm.minimumnum": min,
    "llb.stop_gradient": lambda x: mpmath.mpf(0) * x,
}
BY_SYMBOL = {row.symbol.removeprefix("llvm."): row for row in UFUNCS.values() if row.symbol}

STEPS = ("floor", "ceil", "trunc", "rint", "round", "roundeven", "nearbyint")
# where there is no derivative, or the rule would divide by zero: (rule, operands, its convention for each partial)
EDGES = [
    ("llvm.fabs", (0.0,), (0.0,)), ("llvm.fabs", (-0.0,), (0.0,)), ("llvm.fabs", (-INF,), (-1.0,)),
    *[(f"llvm.max{kind}", xy, slopes) for kind in ("imum", "num", "imumnum")
      for xy, slopes in (((1.0, 1.0), (1.0, 0.0)), ((-0.0, 0.0), (1.0, 0.0)), ((2.0, INF), (0.0, 1.0)), ((1.0, NAN), (1.0, 0.0)), ((NAN, 1.0), (0.0, 1.0)))],
    *[(f"llvm.min{kind}", xy, slopes) for kind in ("imum", "num", "imumnum")
      for xy, slopes in (((1.0, 1.0), (1.0, 0.0)), ((2.0, INF), (1.0, 0.0)), ((1.0, NAN), (1.0, 0.0)), ((NAN, 1.0), (0.0, 1.0)))],
    ("llvm.copysign", (0.0, -1.0), (0.0, 0.0)), ("llvm.copysign", (-2.0, 0.0), (-1.0, 0.0)), ("llvm.copysign", (-2.0, -0.0), (1.0, 0.0)),
    ("llvm.pow", (0.0, 2.0), (0.0, 0.0)), ("llvm.pow", (0.0, 1.0), (1.0, 0.0)), ("llvm.pow", (0.0, 0.0), (0.0, -INF)), ("llvm.pow", (2.0, 0.0), (0.0, math.log(2))),
    ("llvm.pow", (INF, -1.0), (0.0, 0.0)), ("llvm.pow", (-2.0, 3.0), (12.0, NAN)), ("llvm.pow", (1.0, 5.0), (5.0, 0.0)),
    ("llvm.sqrt", (0.0,), (0.0,)), ("llvm.log", (0.0,), (INF,)), ("llvm.exp", (-INF,), (0.0,)), ("log1p", (-1.0,), (INF,)), ("cbrt", (0.0,), (INF,)),
    ("expm1", (-INF,), (0.0,)), ("hypot", (0.0, 0.0), (0.0, 0.0)), ("hypot", (0.0, -2.0), (0.0, -1.0)), ("atan2", (0.0, -1.0), (-1.0, 0.0)),
    ("atan2", (0.0, 0.0), (NAN, NAN)), ("frem", (1.0, 0.1), (1.0, -9.0)), ("fmod", (-1.0, 0.3), (1.0, 3.0)),
    ("llb.logaddexp", (1.0, 1.0), (0.5, 0.5)), ("llb.logaddexp", (-INF, -INF), (0.5, 0.5)), ("llb.logaddexp", (INF, INF), (0.5, 0.5)),
    ("llb.logaddexp", (0.0, -INF), (1.0, 0.0)), ("llb.logaddexp", (-INF, INF), (0.0, 1.0)), ("llb.logaddexp", (-800.0, 0.0), (0.0, 1.0)),
    ("llb.log_ndtr", (-1e6,), (1e6 + 1e-6,)), ("llb.log_ndtr", (-1e10,), (1e10,)), ("llb.log_ndtr", (40.0,), (0.0,)),
    ("llb.expit", (-INF,), (0.0,)), ("llb.expit", (INF,), (0.0,)), ("llb.expit", (-700.0,), (math.exp(-700.0),)), ("llb.log_expit", (-INF,), (1.0,)),
    ("llb.log1mexp", (-800.0,), (0.0,)),
    ("llb.xlogy", (0.0, 0.0), (-INF, 0.0)), ("llb.xlogy", (0.0, 2.0), (math.log(2), 0.0)), ("llb.xlog1py", (0.0, -1.0), (-INF, 0.0)),
    ("llb.ndtri", (0.0,), (INF,)), ("llb.erfinv", (1.0,), (INF,)),
    ("llb.gammainc", (2.0, 0.0), (0.0, 0.0)), ("llb.gammainc", (1.0, 0.0), (0.0, 1.0)), ("llb.gammainc", (0.5, 0.0), (0.0, INF)), ("llb.gammainc", (2.0, INF), (0.0, 0.0)),
    ("llb.gammaincc", (2.0, 0.0), (0.0, 0.0)), ("llb.gammaincc", (1.0, 0.0), (0.0, -1.0)), ("llb.gamma_density", (3.0, 0.0), (0.0, 0.0)),
    ("llb.gamma_density", (2.0, 0.0), (0.0, 1.0)), ("llb.gamma_density", (1.0, 0.0), (-INF, -1.0)), ("llb.gammainc_a", (2.0, 0.0), (0.0, 0.0)),
    ("llb.betainc", (2.0, 3.0, 0.0), (0.0, 0.0, 0.0)), ("llb.betainc", (1.0, 3.0, 0.0), (0.0, 0.0, 3.0)), ("llb.betainc", (3.0, 1.0, 1.0), (0.0, 0.0, 3.0)),
    ("llb.betainc", (0.5, 0.5, 1.0), (0.0, 0.0, INF)), ("llb.betainc_a", (2.0, 3.0, 0.0), (0.0, 0.0, 0.0)), ("llb.betainc_b", (2.0, 3.0, 1.0), (0.0, 0.0, 0.0)),
    ("llb.beta_density", (2.0, 3.0, 0.0), (0.0, 0.0, 12.0)), ("llb.beta_density", (3.0, 3.0, 1.0), (0.0, 0.0, 0.0)),
    *[(f"llvm.{step}", (x,), (0.0,)) for step in STEPS for x in (1.0, 0.5)],
]
# edges where a second derivative is infinite: slopes with a logarithm of what is 0 there
INFINITE_SECOND = {("llvm.pow", (0.0, 1.0)), ("llb.gammainc", (1.0, 0.0)), ("llb.gammaincc", (1.0, 0.0)), ("llb.gamma_density", (2.0, 0.0)),
                   ("llb.betainc", (1.0, 3.0, 0.0)), ("llb.betainc", (3.0, 1.0, 1.0)), ("llb.beta_density", (2.0, 3.0, 0.0))}
SPECIAL = (-1.0, 0.0, 1.0, 2.0)                 # where constants of a rule would hide a slope: zeros, ones, and ties of two operands
KINKS = {"llvm.fabs", "llvm.copysign", "frem", *(f"llvm.{which}{kind}" for which in ("max", "min") for kind in ("imum", "num", "imumnum"))}
IN_F32 = sorted(n for n in RULES if n.startswith("llvm.") or n in OPCODES)


def primal(name):
    """The function of a rule by mpmath: of its row in the table of scalar functions, or an operation of LLVM."""
    if name in OPERATIONS:
        return OPERATIONS[name]
    row = BY_SYMBOL.get(name.removeprefix("llvm."))
    assert row is not None, f"the rule `{name}` belongs to no scalar function: give OPERATIONS its value by mpmath"
    return scalars.exact(row)


def program_text(name, type_, points):
    """`out[i] = name(in0[i], in1[i], …)` for all points, as the front end would write it."""
    other = {"fpext": ("float", "double"), "fptrunc": ("double", "float")}.get(name, (type_, type_))
    arity, (into, out) = len(RULES[name]), other
    loads = [f"  %p{k} = getelementptr {into}, ptr %in{k}, i64 %i\n  %x{k} = load {into}, ptr %p{k}, align 4" for k in range(arity)]
    args = ", ".join(f"{into} %x{k}" for k in range(arity))
    callee = f"{name}.{'f64' if type_ == 'double' else 'f32'}" if name.startswith("llvm.") else name
    operation = f"call {out} @{callee}({args})"
    declare = f"declare {out} @{callee}({', '.join([into] * arity)}) #1\n"
    if name in OPCODES:
        operation, declare = f"{name} {into} " + ", ".join(f"%x{k}" for k in range(arity)) + (f" to {out}" if name in ("fpext", "fptrunc") else ""), ""
    params = ", ".join([*(f"ptr noalias readonly %in{k}" for k in range(arity)), "ptr noalias %out0", "ptr noalias %arena", "ptr noalias %status"])
    lines = [f"define void @f({params}) {{", "b:", "  br label %l", "l:", "  %i = phi i64 [ 0, %b ], [ %n, %l ]", *loads, f"  %y = {operation}",
             f"  %q = getelementptr {out}, ptr %out0, i64 %i", f"  store {out} %y, ptr %q, align 4", "  %n = add i64 %i, 1",
             f"  %c = icmp ult i64 %n, {points}", "  br i1 %c, label %l, label %e", "e:", "  ret void", "}", declare,
             "attributes #1 = { nounwind willreturn memory(none) }"]
    return "\n".join(lines), into, out


def operands(name, order_):
    """Those that are differentiated in tests of this order: all but what is refused."""
    arity = len(RULES[name])
    known = [k for k in range(arity) if not isinstance(RULES[name][k], Refused)]
    return [k for k in known if SHAPES_REFUSED.get(name, 9) > order_ or k not in shapes(name)]


def shapes(name):
    """The operands of a refused function in which it is refused: all but the last of the incomplete ones, the last of what is of angles, all of passages and Kolmogorov's law."""
    arity = len(RULES[name])
    return [arity - 1] if "von_mises" in name else list(range(arity if re.search("wiener|kolmogorov|poch|binom", name) else arity - 1))


class Derivatives:
    """First and second derivatives of one rule at many points, by forward mode, reverse mode and forward over reverse."""

    def __init__(self, name, type_, points):
        self.arity, self.first, self.twice = len(RULES[name]), operands(name, 1), operands(name, 2)
        text, self.into, self.out = program_text(name, type_, len(points))
        self.points = [np.array(c, self.dtype(self.into)) for c in zip(*points, strict=True)]
        first, twice = ([f"%in{k}" for k in ks] for ks in (self.first, self.twice))
        requests = [(Step("forward", (*first, "%out0"), len(first)),), (Step("reverse", (*first, "%out0")),)]
        if twice:
            requests.append((Step("reverse", (*twice, "%out0")), Step("forward", (*twice, *(f"{t}_d" for t in twice)), len(twice))))
        self.made = [differentiated(symbolic(text, "f"), Request(steps)) for steps in requests]
        for k, m in enumerate(self.made):
            self.made[k] = m._replace(text=re.sub(rf"@{m.name}\b", f"@f{k}", m.text), name=f"f{k}")
        whole = read(self.made[0].text)
        for more in self.made[1:]:
            whole.functions |= read(more.text).functions
        lowered, size = lower(write(whole))
        names = [m.name for m in self.made]
        self.library = linker.link(pipelines.native(with_bodies(lowered), "quick", exports=names), {}, exports=names)
        self.arena = Arena(size)

    @staticmethod
    def dtype(type_):
        return np.float64 if type_ == "double" else np.float32

    def run(self, which, one=()):
        """All parameters' arrays after the call; those named in `one` begin with ones, other shadows with zeros."""
        name, params = self.made[which].name, self.made[which].params
        n, arrays = len(self.points[0]), {}
        for p in params[:-2]:
            dtype = self.dtype(self.out if p.startswith("%out") else self.into)
            arrays[p] = self.points[int(p[3:])].copy() if p[1:3] == "in" and "_d" not in p else np.full(n, 1.0 if p in one else 0.0, dtype)
        call = self.library.function(name, None, *[ctypes.c_void_p] * len(params))
        call(*[arrays[p].ctypes.data for p in params[:-2]], self.arena.address, np.zeros(1, np.int64).ctypes.data)
        return arrays

    def forward(self):
        got = self.run(0, [f"%in{k}_d{lane}" for lane, k in enumerate(self.first)])
        return np.array([got[f"%out0_d{lane}"] for lane in range(len(self.first))], float).T

    def reverse(self):
        got = self.run(1, ["%out0_d"])
        return np.array([got[f"%in{k}_d"] for k in self.first], float).T

    def second(self):
        if not self.twice:
            return np.zeros((len(self.points[0]), 0, 0))
        got = self.run(2, ["%out0_d", *(f"%in{k}_d{lane}" for lane, k in enumerate(self.twice))])
        return np.array([[got[f"%in{k}_d_d{lane}"] for lane in range(len(self.twice))] for k in self.twice], float).transpose(2, 0, 1)


def interior(name, type_):
    """Points inside the rule's domains, as the type holds them."""
    rng = np.random.default_rng(sum(map(ord, name)))
    points = [[float(d[k % len(d)]) if isinstance(d, range) else rng.uniform(*d) for d in RULES[name].domains] for k in range(POINTS)]
    return [tuple(float(Derivatives.dtype(type_)(x)) for x in p) for p in points]


def specials(name):
    """Ties, zeros and ones inside the rule's domains; none of a function that has kinks or steps there."""
    if name.removeprefix("llvm.") in STEPS or {name, f"llvm.{name}", {"fmod": "frem"}.get(name)} & KINKS:
        return []
    inside = [[float(x) for x in (d if isinstance(d, range) else [x for x in SPECIAL if d[0] < x < d[1]])] for d in RULES[name].domains]
    points = list(itertools.product(*inside)) if len(inside) < 3 else [tuple(rows) for rows in zip(*inside, strict=False)]
    return [p for p in points if not (name == "hypot" and p == (0.0, 0.0))]


def order(*which, of):
    return tuple(sum(k == w for w in which) for k in range(of))


def exact(name, points, *which):
    """The derivative by mpmath at each point, with respect to the operands `which`."""
    f, arity = primal(name), len(RULES[name])
    return np.array([float(mpmath.diff(f, tuple(map(mpmath.mpf, p)), order(*which, of=arity))) for p in points])


def close(got, want, rtol, what):
    np.testing.assert_allclose(got, want, rtol=rtol, atol=rtol * max(float(np.max(np.abs(want))), 1e-5), err_msg=what)


def check(name, type_):
    points, edges = [*interior(name, type_), *specials(name)], [(a, want) for n, a, want in EDGES if n == name]
    d, count = Derivatives(name, type_, points + [a for a, _ in edges]), len(points)
    rtol = 2e-10 if type_ == "double" else 2e-5
    forward, reverse = d.forward(), d.reverse()
    for i, k in enumerate(d.first):
        want = exact(name, points, k)
        close(forward[:count, i], want, rtol, f"{name}, operand {k}, forward mode")
        close(reverse[:count, i], want, rtol, f"{name}, operand {k}, reverse mode")
    for n, (args, want) in enumerate(edges, count):
        slopes = [want[k] for k in d.first]
        np.testing.assert_allclose(reverse[n], slopes, rtol=max(rtol, 1e-9), err_msg=f"{name}{args}, reverse mode")
        if len(slopes) == 1 or np.all(np.isfinite(slopes)):                     # a tangent of 0 times an infinite slope is nan
            np.testing.assert_allclose(forward[n], slopes, rtol=max(rtol, 1e-9), err_msg=f"{name}{args}, forward mode")
    second = d.second()
    for i, k in enumerate(d.twice):
        for j, m in enumerate(d.twice):
            close(second[:count, i, j], exact(name, points, k, m), 10 * rtol, f"{name}, operands {k} and {m}, second order")
    for n, (args, want) in enumerate(edges, count):
        if np.all(np.isfinite((*want, *args))) and (name, args) not in INFINITE_SECOND:
            np.testing.assert_allclose(second[n], second[n].T, rtol=1e-9, equal_nan=False, err_msg=f"{name}{args}: second derivatives are numbers, and symmetric")


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.sweep) if re.search("betaincc?_|(ive|[jy]v)_n+|hyp2f1_|(kve|zeta|carlson)_moment|ellip(rd|rg|einc|am)", n) else n for n in sorted(RULES.keys() - libm.RULES.keys()) if operands(n, 1)])
def test_rule_in_f64(name):
    check(name, "double")


@pytest.mark.parametrize("name", IN_F32)
def test_rule_in_f32(name):
    check(name, "float")


def test_third_derivatives_in_shapes_are_refused():
    for name, first in SHAPES_REFUSED.items():
        text, _, _ = program_text(name, "double", 1)
        shape = f"%in{shapes(name)[0]}"
        steps = (Step("reverse", (shape, "%out0")), Step("forward", (shape, f"{shape}_d")))[:first]
        with pytest.raises(UnsupportedError, match="third derivative"):
            differentiated(symbolic(text, "f"), Request(steps))


# -- the tables cover the language
MEMORY_CALLS = (*MOVES, "llvm.memset.", "llb.tape.push.", "llb.tape.pop.", "llvm.lifetime.", "llvm.experimental.noalias", "llvm.assume")


def kinds_of(name):
    """Which tables know an opcode or a function; exactly one should."""
    return [kind for kind, known in (("rule", name in RULES), ("silent", name in SILENT), ("moved", name in MOVED_BY_THE_ENGINES),
                                     ("inert call", name.startswith(INERT_CALLS)), ("memory call", name.startswith(MEMORY_CALLS))) if known]


def names_in(text):
    """Opcodes and rule names of the functions called in a module."""
    return {rule_name(i.callee.ref[1:]) if i.op == "call" else i.op for f in read(text).functions.values() for b in f.blocks for i in b.insts}


def test_tables_are_disjoint():
    for name in (*RULES, *SILENT, *MOVED_BY_THE_ENGINES):
        assert len(kinds_of(name)) == 1, name


def test_every_function_of_the_language_has_a_rule():
    without = [name for name, row in UFUNCS.items() if row.symbol and kinds_of(row.symbol) != ["rule"]]
    assert not without, f"no rule in `ad/rules/partials.py` for {', '.join(without)}"
    counts = [name for name, row in UFUNCS.items() if row.symbol and len(RULES[row.symbol]) != row.arity]
    assert not counts, f"as many partials as operands are needed by {', '.join(counts)}"


def test_every_operation_of_the_programs_is_in_a_table():
    found = set()
    for p in PROGRAMS.values():
        if p.expect == "value":
            specs = tuple(lang.spec_of(a) for a in p.args)
            staged = lang.stage(p.function, specs).text
            found |= names_in(staged) | names_in(pipelines.clean(staged))
    assert len(found) > 60
    assert {n: kinds_of(n) for n in found if len(kinds_of(n)) != 1} == {}


# -- functions of arrays where all terms of a sum are nothing
NEVER = np.full(3, -INF)


@pytest.mark.parametrize("f, x, slope", [
    (lambda x: np.linalg.norm(x), np.zeros(3), [0.0, 0.0, 0.0]),
    (lambda x: np.linalg.norm(x[:2]) * x[2], np.array([0.0, 0.0, 2.0]), [0.0, 0.0, 0.0]),
    (lambda x: np.sqrt(np.sum(x * x)), np.zeros(3), [0.0, 0.0, 0.0]),
    (lambda x: np.sum(np.sqrt(np.exp(-x * x * 1e4))), np.ones(3), [0.0, 0.0, 0.0]),
    (lambda x: np.logaddexp(logsumexp(NEVER + x), x[0] * x[1]), np.array([1.0, 2.0, 3.0]), [2.0, 1.0, 0.0]),
    (lambda x: np.logaddexp(np.logaddexp.reduce(NEVER + x), x[0] * x[1]), np.array([1.0, 2.0, 3.0]), [2.0, 1.0, 0.0]),
    (lambda x: np.sum(np.exp(logsumexp(np.stack((NEVER + x, x)), axis=1))), np.zeros(3), [1.0, 1.0, 1.0]),
])
def test_sums_of_nothing_pass_nothing_back(f, x, slope):
    np.testing.assert_allclose(ad.grad(f)(x), slope, atol=1e-15)
    assert np.all(np.isfinite(ad.hessian(f)(x)))
