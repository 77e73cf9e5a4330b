"""Which functions have vector versions, and those as LLVM text: a name and a number of lanes in, definitions and the declarations they need out.

A version is a block without branches. Where an argument in any lane is beyond what its formulas are made for, a second block calls a function that
takes the scalar one for every lane, and picks those lanes: it is cold, and stays a call where the version is inlined. A lane's result depends on no other lane.
"""
from __future__ import annotations

import re
import struct
from collections.abc import Callable
from functools import cache

from ...records import Value
from ...text.writer import write_inst
from .body import Body, Vec
from .circle import cos, sin, tan
from .elementary import exp, expm1, log, log1p, log1p_of_unit, tanh
from .gamma import digamma, digamma_rest, lgamma, lgamma_rest, trigamma, trigamma_rest
from .normal import erf, erfc, log_ndtr, ndtr
from .power import known, of_known, pow
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
POWERS = "llb.powers_"                                  # products of powers, by their exponents (`power.py`)
# calls of these stay what they are: of libm's log, of what it knows to be positive, LLVM makes the intrinsic, and forgets what was attached
NAMES = {f"llvm.{name}.f64": name for name in ("cos", "exp", "log", "pow", "sin", "tan", "tanh")}

_EXPONENT = re.compile(r", double (?:noundef )?([-+.\w]+)\)$")


def operands(name: str) -> tuple[str, ...]:
    """Names of a kernel's arguments."""
    if name.startswith(POWERS):
        return tuple(f"%x{k}_" for k in range(name.count("_")))
    return ("%x", "%y") if scalar_name(name) in BINARY else ("%x",)


def scalar_name(name: str) -> str:
    """The function that a kernel is a version of."""
    return "pow" if name.startswith("pow_") else name


def of_call(called: str, arguments: str) -> str:
    """The kernel for a call: of a power with a known exponent its own, where there is one."""
    name = NAMES.get(called, called)
    literal = _EXPONENT.search(arguments) if name == "pow" else None
    return (known(_float(literal[1])) if literal else None) or name


def _float(literal: str) -> float:
    """A constant as LLVM writes it."""
    return struct.unpack(">d", bytes.fromhex(literal[2:].zfill(16)))[0] if literal.startswith("0x") else float(literal)


@cache
def kernel(name: str, lanes: int, wide: bool) -> tuple[str, frozenset[str]]:
    """(definition of the vector version, declarations that it needs); `wide` for vectors of eight on a processor with AVX-512."""
    body = Body(lanes, wide)
    type_ = body.vector("double")
    result = (KERNELS.get(name) or of_known(name))(body, *[Vec(body, Value(type_, a), "double") for a in operands(name)])
    blocks = [] if body.far is None else _to_scalar(name, body, body.far, result)
    params = ", ".join(f"{type_} {a}" for a in operands(name))
    head = f"define internal {type_} @{vector_name(name, lanes)}({params}) nounwind willreturn memory(none) {{"
    lines = [f"  {write_inst(i)}" for i in body.insts]
    return "\n".join([head, *lines, *blocks, f"  ret {type_} {result.value.ref}", "}"]), frozenset(body.declarations)


def _to_scalar(name: str, body: Body, far: Vec, near: Vec) -> list[str]:
    """The second block, up to the label of the last; the function that it calls is one of the declarations."""
    type_, lanes, flag, of = body.vector("double"), body.lanes, body.vector("i1"), scalar_name(name)
    any_of = f"llvm.vector.reduce.or.v{lanes}i1"
    scalar = next((intrinsic for intrinsic, function in NAMES.items() if function == of), of)
    body.declarations |= {f"declare i1 @{any_of}({flag})", _far_away(of, scalar, lanes)}
    if scalar in NAMES:
        body.declarations.add(f"declare double @{scalar}({', '.join('double' for _ in operands(name))})")
    given = ", ".join(f"{type_} {a}" for a in operands(name))
    return [f"  %any = call i1 @{any_of}({flag} {far.value.ref})", "  br i1 %any, label %far, label %near",
            "far:", f"  %f = call {type_} @{vector_name(of, lanes)}.far({given})",
            f"  %r = select {flag} {far.value.ref}, {type_} %f, {type_} {near.value.ref}", f"  ret {type_} %r", "near:"]


def _far_away(name: str, scalar: str, lanes: int) -> str:
    """The definition of what takes the scalar function for every lane."""
    type_, given = f"<{lanes} x double>", operands(name)
    lines: list[str] = []
    for k in range(lanes):
        lines += [f"  {a}{k} = extractelement {type_} {a}, i64 {k}" for a in given]
        lines += [f"  %r{k} = call double @{scalar}({', '.join(f'double {a}{k}' for a in given)})",
                  f"  %v{k + 1} = insertelement {type_} {f'%v{k}' if k else 'poison'}, double %r{k}, i64 {k}"]
    params = ", ".join(f"{type_} {a}" for a in given)
    head = f"define internal {type_} @{vector_name(name, lanes)}.far({params}) cold noinline nounwind willreturn memory(none) {{"
    return "\n".join([head, *lines, f"  ret {type_} %v{lanes}", "}"])


def vector_name(name: str, lanes: int) -> str:
    """The symbol of a vector version, without `@`."""
    return f"llb.{name.removeprefix('llb.')}.v{lanes}"
