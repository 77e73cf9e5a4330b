"""Random programs with loops, ifs, in-place arrays and early exits: both engines against finite differences."""

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

SCALARS = ("s", "t", "u")
COUNT = 12


def expression(r: random.Random, index: str | None, depth: int = 0) -> str:
    leaves = [*SCALARS, f"{r.uniform(-1.5, 1.5):.3f}", f"z[{r.randrange(6)}]", f"a[{r.randrange(6)}]"]
    if index:
        leaves += [f"a[{index}]", f"z[{index}]", f"y[{index}]", f"a[({index} + {r.randrange(1, 5)}) % 6]"]
    if depth > 2 or r.random() < 0.25:
        return r.choice(leaves)
    x, y = expression(r, index, depth + 1), expression(r, index, depth + 1)
    return r.choice(
        [
            f"({x} + {y})",
            f"({x} - {y})",
            f"0.5 * ({x}) * ({y})",
            f"math.sin({x})",
            f"math.exp(-({x}) * ({x}))",
            f"({x}) / (1.0 + ({y}) * ({y}))",
            f"math.log(1.5 + math.cos({x}))",
            f"math.tanh({x})",
            f"max({x}, {y})",
            f"abs({x})",
            f"(({x}) if {r.choice(SCALARS)} > 0.1 else ({y}))",
        ]
    )


def statements(r: random.Random, indent: str, index: str | None, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(r.randrange(1, 4)):
        kind = r.random()
        if depth < 3 and kind < 0.25:
            i = f"i{depth}"
            bounds = r.choice(["6", "1, 5", "0, 6, 2", "5, -1, -1", f"{index}" if index else "3", "0"])
            lines.append(f"{indent}for {i} in range({bounds}):")
            lines += statements(r, indent + "    ", i, depth + 1)
            if r.random() < 0.3:
                lines += [f"{indent}    if {r.choice(SCALARS)} > 1.2:", f"{indent}        break"]
        elif depth < 3 and kind < 0.45:
            lines.append(f"{indent}if {expression(r, index, 2)} > {r.uniform(-0.5, 0.5):.3f}:")
            lines += statements(r, indent + "    ", index, depth + 1)
            if r.random() < 0.5:
                lines.append(f"{indent}else:")
                lines += statements(r, indent + "    ", index, depth + 1)
        elif depth < 2 and kind < 0.52:
            v = r.choice(SCALARS)
            lines += [
                f"{indent}k{depth} = 0",
                f"{indent}while {v} < 1.0 and k{depth} < 5:",
                f"{indent}    {v} = {v} * 1.1 + 0.2 * math.cos({expression(r, index, 2)}) + 0.3",
                f"{indent}    k{depth} += 1",
            ]
        elif kind < 0.75:
            target = r.choice([f"a[{index}]" if index else "a[2]", f"a[{r.randrange(6)}]"])
            lines.append(f"{indent}{target} {r.choice(['=', '+='])} {expression(r, index)}")
        else:
            lines.append(f"{indent}{r.choice(SCALARS)} {r.choice(['=', '+=', '-='])} {expression(r, index)}")
    return lines


def program(seed: int):
    r = random.Random(seed)
    body = [
        "def f(z, y):",
        "    a = np.zeros(6)",
        "    s = z[0] * 0.5",
        "    t = 0.3",
        "    u = y[1] * z[1]",
        *statements(r, "    ", None, 0),
        *statements(r, "    ", None, 0),
        *statements(r, "    ", None, 0),
        "    return s + t * u + np.sum(a * z) + z[2]",
    ]
    source, name = "\n".join(body) + "\n", f"<fuzz {seed}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space = {"np": np, "math": math}
    exec(compile(source, name, "exec"), space)
    return space["f"], source


def check(seed: int) -> None:
    f, source = program(seed)
    rng = np.random.default_rng(seed)
    z, y = rng.normal(size=6), rng.normal(size=6)
    value, base = value_and_grad(f, engine="baseline")(z, y)
    assert value == pytest.approx(f(z, y), rel=1e-9, abs=1e-9), source
    scale = 1 + np.max(np.abs(base))
    for engine in ("fused", "default"):
        again, gradient = value_and_grad(f, engine=engine)(z, y)
        assert again == pytest.approx(value, rel=1e-11, abs=1e-11), source
        np.testing.assert_allclose(gradient, base, rtol=1e-9, atol=1e-10 * scale, err_msg=source)
    h, e = 1e-6, np.eye(6)
    central = np.array([(f(z + h * d, y) - f(z - h * d, y)) / (2 * h) for d in e])
    wide = np.array([(f(z + 3 * h * d, y) - f(z - 3 * h * d, y)) / (6 * h) for d in e])
    smooth = np.abs(central - wide) < 1e-4 * scale  # a branch may flip next to z
    np.testing.assert_allclose(gradient[smooth], central[smooth], rtol=1e-4, atol=1e-4 * scale, err_msg=source)


@pytest.mark.parametrize("seed", thinned(range(COUNT), 6))
def test_random_program(seed):
    check(seed)


@pytest.mark.sweep
@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(min_value=1000, max_value=10**9))
def test_programs_of_straight_lines_and_loops(seed):
    check(seed)
