"""Random programs made of sums: loops reversed while they run (whether or not it pays) against the baseline and central differences."""
from __future__ import annotations

import linecache
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import thinned

from llbayes.ad import value_and_grad

COUNT = 10
SUMS = ("s", "q", "w")


class Writer:
    """Lines of one program; `names` are the numbers that an expression may read."""

    def __init__(self, seed: int):
        self.r = random.Random(seed)
        self.lines: list[str] = []
        self.count = 0

    def expression(self, names: list[str], depth: int = 0) -> str:
        r = self.r
        if depth > 2 or r.random() < 0.3:
            return r.choice([*names, f"{r.uniform(-1.5, 1.5):.3f}"])
        x, y = self.expression(names, depth + 1), self.expression(names, depth + 1)
        return r.choice([f"({x} + {y})", f"({x} - {y})", f"{x} * {y}", f"math.sin({x})", f"math.exp(-({x}) * ({x}))", f"({x}) / (1.5 + math.cos({y}))",
                         f"max({x}, {y})", f"abs({x})", f"(({x}) if {r.choice(names)} > 0.1 else ({y}))"])

    def fresh(self) -> str:
        self.count += 1
        return f"t{self.count}"

    def loop(self, indent: str, outer: list[str], sums: tuple[str, ...], depth: int) -> None:
        r, i = self.r, f"i{depth}"
        bounds = ["20", "1, 19", "19, -1, -1", "0, 20, 2", "k", "0"] if depth == 0 else ["9", "1, 10", "9, 0, -1", f"{i[0]}{depth - 1}", "k"]
        self.lines.append(f"{indent}for {i} in range({r.choice(bounds)}):")
        names = [*outer, f"y[{i}]", f"z[{i}]", f"z[idx[{i}]]", f"a[idx[{i}]]", f"a[{i}]"]
        for _ in range(r.randrange(1, 4)):
            self.statement(indent + "    ", names, sums, depth)
        self.accumulate(indent + "    ", names, sums)

    def statement(self, indent: str, names: list[str], sums: tuple[str, ...], depth: int) -> None:
        r, kind = self.r, self.r.random()
        if kind < 0.3:
            self.lines.append(f"{indent}{(new := self.fresh())} = {self.expression(names)}")
            names.append(new)
        elif kind < 0.55:
            self.lines.append(f"{indent}if {r.choice(names)} > {r.uniform(-0.5, 0.5):.3f}:")
            inner = list(names)
            if r.random() < 0.5:
                self.lines.append(f"{indent}    {(new := self.fresh())} = {self.expression(names)}")
                inner.append(new)
            self.accumulate(indent + "    ", inner, sums)
            if r.random() < 0.4:
                self.lines.append(f"{indent}else:")
                self.accumulate(indent + "    ", names, sums)
        elif kind < 0.8 and depth < 2:
            self.nest(indent, names, sums, depth)
        elif kind < 0.82:
            self.lines.append(f"{indent}{r.choice(sums)} *= {self.expression(names)}")            # a true recurrence
        elif kind < 0.84:
            self.lines.append(f"{indent}b[{r.randrange(20)}] = {self.expression(names)}")
        else:
            self.accumulate(indent, names, sums)

    def nest(self, indent: str, names: list[str], sums: tuple[str, ...], depth: int) -> None:
        if self.r.random() < 0.4:
            self.loop(indent, names, sums, depth + 1)
            return
        self.lines.append(f"{indent}{(new := self.fresh())} = {self.expression(names)}")
        self.loop(indent, names, (new,), depth + 1)
        names.append(new)

    def accumulate(self, indent: str, names: list[str], sums: tuple[str, ...]) -> None:
        r, s, x = self.r, self.r.choice(sums), self.expression(names)
        self.lines.append(indent + r.choice([f"{s} += {x}", f"{s} -= {x}", f"{s} = {s} + {x} if {r.choice(names)} > 0.0 else {s}", f"{s} += {x}"]))

    def program(self) -> str:
        r = self.r
        known = ["z[0]", "z[1]", "v", "c", "y[2]"]
        self.lines += ["def f(z, y, idx, k):", "    a, b = np.zeros(20), np.zeros(20)", "    v = z[2] * z[3]", "    c = 0.4"]
        self.lines += [f"    {s} = {r.choice(['0.0', '0.0', 'v', 'z[1]'])}" for s in SUMS]
        self.lines += ["    for i in range(20):", "        a[i] = z[i] * 0.7 + c"]
        for _ in range(r.randrange(1, 4)):
            top = "    "
            if r.random() < 0.25:
                self.lines.append(f"    if {r.choice(known)} > 0.0:")
                top += "    "
            self.loop(top, known, SUMS, 0)
            if r.random() < 0.1:
                self.lines.append(f"    a[{r.randrange(20)}] = {self.expression(known)}")
            if r.random() < 0.15:
                self.lines.append(f"    c = {r.choice(SUMS)} * {self.expression(known)}")
        self.lines.append("    out = " + " + ".join(self.term(s, known) for s in SUMS))
        if r.random() < 0.3:
            self.lines.append("    out = out if z[0] > -0.3 else 2.0 * out")
        self.lines.append("    return out + np.sum(b)")
        return "\n".join(self.lines) + "\n"

    def term(self, s: str, known: list[str]) -> str:
        x = self.expression(known)
        r = self.r
        return r.choice([s, f"-0.5 * {s}", f"{s} * ({x})", f"{s} / (1.5 + math.cos({x}))", f"math.sin({s})" if r.random() < 0.3 else s, f"(0.3 - {s}) * c"])


def check(seed: int) -> None:
    source, name = Writer(seed).program(), f"<sums {seed}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space: dict = {"np": np, "math": math}
    exec(compile(source, name, "exec"), space)
    f, rng = space["f"], np.random.default_rng(seed)
    data = (rng.normal(size=20), rng.integers(0, 20, size=20), 13)
    z = 0.8 * rng.normal(size=20)
    value, base = value_and_grad(f, engine="baseline")(z, *data)
    scale = 1 + np.max(np.abs(base))
    assert value == pytest.approx(f(z, *data), rel=1e-9, abs=1e-9), source
    for engine in ("fused", "default"):
        again, gradient = value_and_grad(f, engine=engine)(z, *data)
        assert again == pytest.approx(value, rel=1e-10, abs=1e-10), source
        np.testing.assert_allclose(gradient, base, rtol=1e-9, atol=1e-10 * scale, err_msg=f"{engine}\n{source}")
    for d in rng.normal(size=(3, 20)):
        near, far = ((f(z + h * d, *data) - f(z - h * d, *data)) / (2 * h) for h in (1e-6, 3e-6))
        if abs(near - far) < 1e-4 * scale:                    # else a branch flips next to z
            assert base @ d == pytest.approx(near, rel=1e-4, abs=1e-3 * scale), source


@pytest.mark.parametrize("seed", thinned(range(COUNT), 5))
def test_sums(seed):
    check(seed)


@pytest.mark.sweep
@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.integers(min_value=1000, max_value=10**9))
def test_random_sums(seed):
    check(seed)
