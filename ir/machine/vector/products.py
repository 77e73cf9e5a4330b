"""Products of powers with known exponents, of a function whose points become vectors: one function of them all, which adds logarithms (`power.py`).

    a = pow(x, 0.6);  b = a 0.036;  c = pow(y, -0.3);  d = b c     ->     p = llb.powers_Y_Z(x, y);  d = p 0.036

Powers wait for numbers of moderate size alone, and what is not within 2^MOST_OF_TWO takes the product as it was: nothing overflows that did not.
"""
from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...graph.build import F64, Code, Names, number
from ...graph.signs import function_of
from ...literals import float_literal
from ...records import Block, Function, Inst, Value
from .power import code, fits

MOST, MODERATE = 8, 200.0            # powers in one product; log2 of the numbers among them, all together
Power = tuple[Value, float]          # x and y of x^y


class Run(NamedTuple):
    """Neighbours in a product: powers, and what these are multiplied by before they meet the rest."""

    powers: list[Power]
    others: list[Value]


def join_powers(f: Function) -> list[str]:
    """Rewrites the products of a function; the definitions that they call."""
    uses = Counter(a.ref for b in f.blocks for i in b.insts for a in i.args)
    names, made = Names("j"), dict[str, str]()
    for block in f.blocks:
        once = {i.name: i for i in block.insts if i.result and uses[i.name] == 1}
        for root in roots(block, once):
            runs = list(in_runs(factors(root, once), once))
            if any(len(run.powers) > 1 for run in runs):
                rewrite(block, root, runs, once, names, made)
    return list(made.values())


def roots(block: Block, once: Mapping[str, Inst]) -> list[Inst]:
    """Products that are no factor of another one; `once` makes what is read once."""
    products = [i for i in block.insts if is_product(i)]
    inner = {a.ref for i in products for a in i.args if a.ref in once and is_product(once[a.ref])}
    return [i for i in products if i.result not in inner]


def is_product(i: Inst) -> bool:
    """Of two numbers."""
    return i.op == "fmul" and i.type == F64


def factors(root: Inst, once: Mapping[str, Inst]) -> Iterator[Value]:
    """In the order in which they are written."""
    for a in root.args:
        inst = once.get(a.ref)
        if inst is not None and is_product(inst):
            yield from factors(inst, once)
        else:
            yield a


def power_of(a: Value, once: Mapping[str, Inst]) -> Power | None:
    """A power that nothing else reads, of a known exponent."""
    inst = once.get(a.ref)
    if inst is None or function_of(inst) != "llvm.pow" or inst.type != F64:
        return None
    y = number(inst.args[1])
    return (inst.args[0], y) if y is not None and fits(y) else None


def size_of(a: Value) -> float:
    """|log2 |a|| of a number that is known, else infinite."""
    constant = number(a)
    return abs(math.log2(abs(constant))) if constant and math.isfinite(constant) else math.inf


def in_runs(given: Iterator[Value], once: Mapping[str, Inst]) -> Iterator[Run]:
    """The factors in their order; one that is neither a power nor a moderate number is alone."""
    run, size = Run([], []), 0.0
    for a in given:
        power, more = power_of(a, once), size_of(a)
        if (power and len(run.powers) == MOST) or (not power and size + more > MODERATE):
            yield run
            run, size = Run([], []), 0.0
        if power:
            run.powers.append(power)
        elif more <= MODERATE:
            run.others.append(a)
            size += more
        else:
            yield Run([], [a])
    yield run


def rewrite(block: Block, root: Inst, runs: list[Run], once: Mapping[str, Inst], names: Names, made: dict[str, str]) -> None:
    """The product anew, in place of its root and of what only that read."""
    new, total = Code(names), None
    for run in runs:
        value = joined(new, run.powers, made) if run.powers else None
        for a in run.others:
            value = a if value is None else new.binary("fmul", value, a, root.flags)
        if value is not None:
            total = value if total is None else new.binary("fmul", total, value, root.flags)
    last = new.insts.pop()
    gone = set(parts(root, once))
    at = block.insts.index(root)
    root.op, root.args, root.extra, root.flags = last.op, last.args, last.extra, last.flags
    block.insts[at:at] = new.insts
    block.insts = [i for i in block.insts if i.result not in gone]


def parts(root: Inst, once: Mapping[str, Inst]) -> Iterator[str]:
    """Names of the inner products and of the powers."""
    for a in root.args:
        inst = once.get(a.ref)
        if inst is not None and is_product(inst):
            yield a.ref
            yield from parts(inst, once)
        elif power_of(a, once):
            yield a.ref


def joined(new: Code, powers: list[Power], made: dict[str, str]) -> Value:
    """The product of powers."""
    if len(powers) == 1:
        return new.call("llvm.pow.f64", F64, (powers[0][0], Value(F64, float_literal(powers[0][1]))))
    exponents = [y for _, y in powers]
    name = named(exponents)
    made[name] = definition(name, exponents)
    return new.call(name, F64, [x for x, _ in powers])


def named(exponents: list[float]) -> str:
    """What the product of such powers goes by."""
    return "llb.powers_" + "_".join(map(code, exponents))


def definition(name: str, exponents: list[float]) -> str:
    """The product as LLVM has it, of single numbers."""
    lines = [f"  %p{k} = call double @llvm.pow.f64(double %x{k}, double {float_literal(y)})" for k, y in enumerate(exponents)]
    lines += [f"  %m{k} = fmul double %{f'm{k - 1}' if k > 1 else 'p0'}, %p{k}" for k in range(1, len(exponents))]
    params = ", ".join(f"double %x{k}" for k in range(len(exponents)))
    return "\n".join([f"define internal double @{name}({params}) nounwind willreturn memory(none) {{", *lines, f"  ret double %m{len(exponents) - 1}", "}", ""])
