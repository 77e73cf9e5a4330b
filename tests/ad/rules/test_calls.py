"""Calls of dense linear algebra: every kind with weights, transposes and strides equals NumPy; forward mode equals differences, reverse mode is
its adjoint, in both engines and for derivatives of derivatives."""
from __future__ import annotations

import itertools

import numpy as np
import pytest
from sweeps import thinned

from llbayes.ad.compile import Request, Step, build
from llbayes.ir.dense import WEIGHTS, Call, Matrix, parse
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.records import Value
from llbayes.ir.text.writer import write_inst

N = 4
POINTERS = ("%out0", "%in1", "%in2")
WEIGHTS_OF_SYSTEMS = ("f", "l", "u", "k", "v")


def mat(k, rows, cols, stride=None, transposed=False, weight="f"):
    return Matrix(Value("ptr", POINTERS[k]), rows, cols, stride or cols, transposed, weight)


def case(kind, *operands, sign=1):
    return Call(kind, operands, sign)


PRODUCTS = [
    case("product", mat(0, 3, 5), mat(1, 3, 4), mat(2, 4, 5)),
    case("product", mat(0, 3, 5, 7), mat(1, 4, 3, 6, True), mat(2, 5, 4, 4, True), sign=-1),
    case("product", mat(0, 5, 3, 3, True), mat(1, 3, 4), mat(2, 5, 4, 8, True)),
    *[case("product", mat(0, N, N, weight=c), mat(1, N, N, 6, t, a), mat(2, N, N, N, u, b))
      for c, a, b, t, u in zip("flukvh", "lhfuvk", "fukhlv", itertools.cycle((False, True)), (True, True, False, False, True, False), strict=False)],
]
SUMS = [
    case("add", mat(0, 3, 5, 6), mat(1, 5, 3, 4, True), sign=-1),
    *[case("add", mat(0, N, N, N, t, w), mat(1, N, N, 5, u)) for w, t, u in zip(WEIGHTS, (0, 1, 0, 1, 1, 0), (0, 1, 1, 0, 1, 1), strict=True)],
    *[case("add", mat(0, N, N, 5, t), mat(1, N, N, N, u, w)) for w, t, u in zip(WEIGHTS, (0, 1, 0, 1, 1, 0), (0, 1, 1, 0, 1, 1), strict=True)],
    case("zero", mat(0, N, N, 6, False, "v")), case("zero", mat(0, 3, 2, 6)),
]
SYSTEMS = [case("solve", mat(0, *shape, 7, x), mat(1, N, N, 6, t, w))
           for w in WEIGHTS_OF_SYSTEMS for t in (False, True) for shape, x in (((N, 3), False), ((3, N), True))]
SYSTEMS += [case("solve", mat(0, N, 1), mat(1, N, N, weight=w)) for w in ("f", "l")]
FACTORS = [case("cholesky", mat(0, N, N, 6)), case("slogdet", mat(0, 1, 2), mat(1, N, N, 6))]


def view(memory, m):
    """The NumPy array that a view means."""
    stored = np.lib.stride_tricks.as_strided(memory, (m.rows, m.cols), (8 * m.stride, 8))
    above, on, below = WEIGHTS[m.weight]
    weights = np.ones(stored.shape)
    if m.weight != "f":
        weights = np.triu(np.full(stored.shape, above), 1) + np.diag(np.full(m.rows, on)) + np.tril(np.full(stored.shape, below), -1)
    return (stored * weights).T if m.transposed else stored * weights, weights.T if m.transposed else weights


def reference(call, memories):
    """The memory of the first operand after the call, by NumPy."""
    out = memories[0].copy()
    c = call.operands[0]
    target = np.lib.stride_tricks.as_strided(out, (c.rows, c.cols), (8 * c.stride, 8))
    target = target.T if c.transposed else target
    others = [view(x, m) for x, m in zip(memories[1:], call.operands[1:], strict=True)]
    weights = view(out, c)[1]
    match call.kind:
        case "product":
            target += call.sign * weights * (others[0][0] @ others[1][0])
        case "add":
            target += call.sign * weights * others[0][0]
        case "zero":
            target[weights != 0] = 0.0
        case "solve":
            a = others[0][0] + np.eye(N) * (call.operands[1].weight in "kv")
            target[:] = np.linalg.solve(a, target)
        case "cholesky":
            target[:] = np.linalg.cholesky(np.tril(target) + np.tril(target, -1).T)
        case "slogdet":
            target[0] = np.linalg.slogdet(others[0][0])
    return out


def memories_of(call, rng):
    """Random contents for which the call is well defined."""
    out = [rng.normal(size=m.span) for m in call.operands]
    if call.kind in ("solve", "cholesky", "slogdet"):
        k = 0 if call.kind == "cholesky" else 1
        m = call.operands[k]
        for i in range(N):
            out[k][i * m.stride + i] = 5.0 + i
    return out


def text_of(call):
    """The call as a function of %in0, %in1, …: %in0 is copied to %out0 first."""
    inst = call.inst()
    names = [f"%in{k}" for k in range(len(call.operands))]
    return f"""
define void @f({', '.join(f'ptr noalias {p}' for p in (*names, '%out0', '%arena', '%status'))}) {{
enter:
  call void @llvm.memcpy.p0.p0.i64(ptr %out0, ptr %in0, i64 {8 * call.operands[0].span}, i1 false)
  {write_inst(inst)}
  ret void
}}
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void {inst.callee.ref}({', '.join(['ptr'] * len(call.operands))})
"""


def program(call, *steps):
    return build(text_of(call), "f", Request(steps))


def run(p, arrays):
    """The arrays after the program."""
    p.run(arrays)
    return arrays


def inputs(memories):
    return {f"%in{k}": x for k, x in enumerate(memories)} | {"%out0": np.zeros(memories[0].size)}


@pytest.mark.parametrize("call", PRODUCTS + SUMS + SYSTEMS + FACTORS, ids=lambda call: call.name)
def test_the_name_says_everything_but_the_pointers(call):
    assert parse(call.name, call.inst().args) == call


@pytest.mark.parametrize("call", thinned(PRODUCTS + SUMS + SYSTEMS + FACTORS, 3), ids=lambda call: call.name)
def test_value_and_both_modes(call):
    rng = np.random.default_rng(4)
    x = memories_of(call, rng)
    assert run(program(call), inputs(x))["%out0"] == pytest.approx(reference(call, x), rel=1e-12, abs=1e-12)
    names = (*(f"%in{k}" for k in range(len(x))), "%out0")
    v = [rng.normal(size=m.size) for m in x]
    tangents = {f"%in{k}_d0": t for k, t in enumerate(v)} | {"%out0_d0": np.zeros(x[0].size)}
    tangent = run(program(call, Step("forward", names)), inputs(x) | tangents)["%out0_d0"]
    h = 1e-6
    ahead, back = (reference(call, [a + s * h * t for a, t in zip(x, v, strict=True)]) for s in (1, -1))
    assert tangent == pytest.approx((ahead - back) / (2 * h), rel=1e-6, abs=1e-6)
    for engine in ("default", "baseline"):
        seed = rng.normal(size=x[0].size)
        before = [rng.normal(size=m.size) for m in x]
        shadows = {f"%in{k}_d": s.copy() for k, s in enumerate(before)} | {"%out0_d": seed.copy()}
        build(text_of(call), "f", Request((Step("reverse", names),), engine)).run(inputs(x) | shadows)
        given = sum(np.sum((shadows[f"%in{k}_d"] - before[k]) * v[k]) for k in range(len(x)))
        assert np.sum(seed * tangent) == pytest.approx(given, rel=1e-10, abs=1e-10)
        assert np.all(shadows["%out0_d"] == 0.0)


CHOSEN = """
define void @f(ptr noalias %in0, ptr noalias %in1, ptr noalias %out0, ptr noalias %arena, ptr noalias %status) {
enter:
  %x = load double, ptr %in0, align 8
  %c = fcmp ogt double %x, 0.0
  %p = select i1 %c, ptr %in0, ptr %in1
  CALL
  ret void
}
declare void @NAME(ptr, ptr)
"""


@pytest.mark.parametrize("step", [Step("reverse", ("%in0", "%out0")), Step("forward", ("%in0", "%out0"))], ids=lambda s: s.mode)
def test_an_operand_in_differentiated_or_constant_memory_is_refused(step):
    call = Call("add", (mat(0, 3, 3), mat(1, 3, 3)._replace(pointer=Value("ptr", "%p"))))
    text = CHOSEN.replace("CALL", write_inst(call.inst())).replace("NAME", call.name)
    with pytest.raises(UnsupportedError, match="which of them decided at run time"):
        build(text, "f", Request((step,)))
