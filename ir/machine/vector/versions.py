"""Which functions have vector versions, and those as LLVM text: a name and a number of lanes in, definitions and the declarations they need out.

A version is a block without branches. Where an argument in any lane is beyond what its formulas are made for, a second block calls a function that
takes the scalar one for every lane, and picks those lanes: it is cold, and stays a call where the version is inlined. A lane's result depends on no other lane.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ...records import Value
from ...text.writer import write_inst
from .body import Body, Vec
from .circle import cos, sin, tan
from .elementary import exp, expm1, log, log1p, log1p_of_unit, pow, tanh
from .gamma import digamma, digamma_rest, lgamma, lgamma_rest, trigamma, trigamma_rest
from .normal import erf, erfc, log_ndtr, ndtr
from .quantile import ndtri

Kernel = Callable[..., Vec]                             # of the body and an operand for each of its arguments
KERNELS: dict[str, Kernel] = {
    "cos": cos, "exp": exp, "expm1": expm1, "log": log, "log1p": log1p, "pow": pow, "sin": sin, "tan": tan, "tanh": tanh,
    "erf": erf, "erfc": erfc, "lgamma": lgamma, "llb.digamma": digamma, "llb.digamma_rest": digamma_rest, "llb.lgamma_rest": lgamma_rest,
    "llb.log_ndtr": log_ndtr, "llb.log1p_of_unit": log1p_of_unit, "llb.ndtr": ndtr, "llb.ndtri": ndtri, "llb.trigamma": trigamma,
    "llb.trigamma_rest": trigamma_rest}
OWN = frozenset(name for name in KERNELS if name.startswith("llb."))       # have bodies
WIDE = frozenset(("llb.log1p_of_unit",))                # with AVX-512 alone: elsewhere no better than its body
BINARY = frozenset(("pow",))
# calls of these stay what they are: of libm's log, of what it knows to be positive, LLVM makes the intrinsic, and forgets what was attached
NAMES = {f"llvm.{name}.f64": name for name in ("cos", "exp", "log", "pow", "sin", "tan", "tanh")}


def operands(name: str) -> tuple[str, ...]:
    """Names of a kernel's arguments."""
    return ("%x", "%y") if name in BINARY else ("%x",)


@cache
def kernel(name: str, lanes: int, wide: bool) -> tuple[str, frozenset[str]]:
    """(definition of the vector version, declarations that it needs); `wide` for vectors of eight on a processor with AVX-512."""
    body = Body(lanes, wide)
    type_ = body.vector("double")
    result = KERNELS[name](body, *[Vec(body, Value(type_, a), "double") for a in operands(name)])
    blocks, beyond = ([], []) if body.far is None else _to_scalar(name, body, body.far, result)
    params = ", ".join(f"{type_} {a}" for a in operands(name))
    head = f"define internal {type_} @{vector_name(name, lanes)}({params}) nounwind willreturn memory(none) {{"
    lines = [f"  {write_inst(i)}" for i in body.insts]
    return "\n".join([head, *lines, *blocks, f"  ret {type_} {result.value.ref}", "}", *beyond]), frozenset(body.declarations)


def _to_scalar(name: str, body: Body, far: Vec, near: Vec) -> tuple[list[str], list[str]]:
    """(the second block, up to the label of the last; the function that it calls)."""
    type_, lanes, flag = body.vector("double"), body.lanes, body.vector("i1")
    any_of = f"llvm.vector.reduce.or.v{lanes}i1"
    body.declarations.add(f"declare i1 @{any_of}({flag})")
    scalar = next((intrinsic for intrinsic, of in NAMES.items() if of == name), name)
    if scalar in NAMES:
        body.declarations.add(f"declare double @{scalar}(double)")
    blocks = [f"  %any = call i1 @{any_of}({flag} {far.value.ref})", "  br i1 %any, label %far, label %near",
              "far:", f"  %f = call {type_} @{vector_name(name, lanes)}.far({type_} %x)",
              f"  %r = select {flag} {far.value.ref}, {type_} %f, {type_} {near.value.ref}", f"  ret {type_} %r", "near:"]
    lines = [f"""  %x{k} = extractelement {type_} %x, i64 {k}
  %y{k} = call double @{scalar}(double %x{k})
  %v{k + 1} = insertelement {type_} {f"%v{k}" if k else "poison"}, double %y{k}, i64 {k}""" for k in range(lanes)]
    head = f"define internal {type_} @{vector_name(name, lanes)}.far({type_} %x) cold noinline nounwind willreturn memory(none) {{"
    return blocks, [head, *lines, f"  ret {type_} %v{lanes}", "}"]


def vector_name(name: str, lanes: int) -> str:
    """The symbol of a vector version, without `@`."""
    return f"llb.{name.removeprefix('llb.')}.v{lanes}"
