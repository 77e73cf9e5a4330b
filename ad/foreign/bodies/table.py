"""Which functions get bodies, as compilers for x86-64 call them: complex numbers of double precision are two arguments and a struct, of single one
vector of two. Single precision is computed in double and rounded."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ....ir.graph.build import F64, I64, Code, Names, integer
from ....ir.records import Block, Function, Inst, Module, Param, Value
from ...rules.symbols import Sym
from . import complexes as c
from .complexes import Complex
from .runtime import RUNTIME, bodies

_Of = Callable[..., Complex | Sym]
_ONE: dict[str, _Of] = {
    "cexp": c.exponential, "clog": c.logarithm, "csqrt": c.root, "csin": c.sine, "ccos": c.cosine, "ctan": c.tangent, "csinh": c.hyperbolic_sine,
    "ccosh": c.hyperbolic_cosine, "ctanh": c.hyperbolic_tangent, "casin": c.arcsine, "cacos": c.arccosine, "catan": c.arctangent, "casinh": c.area_sine,
    "cacosh": c.area_cosine, "catanh": c.area_tangent, "conj": Complex.conj, "cproj": c.projection, "cabs": c.absolute, "carg": c.argument,
    "creal": c.real_part, "cimag": c.imaginary_part,
}
_OF_PARTS: dict[str, _Of] = {"__muldc3": c.product, "__divdc3": c.quotient, "__mulsc3": c.product, "__divsc3": c.quotient}
_PAIR = "<2 x float>"


def standing_in(module: Module) -> Module:
    """The module with a body for each function of the tables that it declares as compilers do; itself where there is none."""
    made: dict[str, Function] = {}
    for f in module.functions.values():
        if not f.blocks:
            made |= bodies(f) if f.name in RUNTIME else _complex(f)
    functions = module.functions | {n: f for n, f in made.items() if f.blocks}
    return replace(module, functions=_called(made) | functions) if made else module


def _called(made: dict[str, Function]) -> dict[str, Function]:
    """Declarations of what the bodies call."""
    calls = {i.callee.ref[1:]: i for f in made.values() for b in f.blocks for i in b.insts if i.op == "call"}
    return {name: Function(name, i.type, [Param(a.type, "") for a in i.args]) for name, i in calls.items()}


def _complex(f: Function) -> dict[str, Function]:
    body = _body(f)
    return {f.name: body} if body is not None else {}


def _body(f: Function) -> Function | None:
    single = f.name.endswith("f") and f.name[:-1] in {*_ONE, "cpow"}
    name = f.name[:-1] if single else f.name
    if name in _OF_PARTS:
        return _written(f, "float" if name.endswith("sc3") else F64, 4, _OF_PARTS[name])
    if name not in _ONE and name != "cpow":
        return None
    function, numbers = (_ONE[name], 1) if name in _ONE else (c.power, 2)
    return _written(f, _PAIR if single else F64, numbers if single else 2 * numbers, function)


def _written(f: Function, type_: str, count: int, function: _Of) -> Function | None:
    """The definition, None where the declaration is another than compilers write."""
    if [p.type for p in f.params] != [type_] * count:
        return None
    code = Code(Names("z"))
    params = [Param(type_, f"%a{k}") for k in range(count)]
    parts = [part for p in params for part in _parts(code, Value(p.type, p.name))]
    result = function(*(Complex(x, y) for x, y in zip(parts[::2], parts[1::2], strict=True)))
    out = _result(code, f.type, result)
    if out is None:
        return None
    code.insts.append(Inst("ret", "void", None, (out,)))
    return Function(f.name, f.type, params, [Block("enter", code.insts)])


def _parts(code: Code, v: Value) -> list[Sym]:
    if v.type == _PAIR:
        return [p for k in range(2) for p in _parts(code, code.op("extractelement", "float", (v, Value(I64, str(k)))))]
    return [Sym(code, code.op("fpext", F64, (v,)) if v.type == "float" else v)]


def _result(code: Code, type_: str, result: Complex | Sym) -> Value | None:
    parts = [part.value for part in result] if isinstance(result, Complex) else [result.value]
    match type_, len(parts):
        case "double", 1:
            return parts[0]
        case "float", 1:
            return code.op("fptrunc", "float", parts)
        case "{ double, double }", 2:
            half = code.op("insertvalue", type_, (Value(type_, "poison"), parts[0]), (0,))
            return code.op("insertvalue", type_, (half, parts[1]), (1,))
        case "<2 x float>", 2:
            x, y = [code.op("fptrunc", "float", (p,)) for p in parts]
            return code.op("insertelement", type_, (code.op("insertelement", type_, (Value(type_, "poison"), x, integer(0))), y, integer(1)))
        case _:
            return None
