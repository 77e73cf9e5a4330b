"""The bind-time stage: the split density equals the whole one, and `prepare` never looks at the parameters."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from sweeps import thinned

from llbayes.ad.compile import Request, Step, build, parameter_names, symbolic
from llbayes.ad.native_density import NativeDensity
from llbayes.ir.errors import CompileError
from llbayes.lang import Array, stage

RNG = np.random.default_rng(7)
X = RNG.uniform(0.5, 2.0, 40)
Y = RNG.uniform(0.5, 2.0, 40)
M = RNG.normal(size=(12, 4))
K = RNG.integers(0, 3, 40)
F = X.astype(np.float32)
DATA = (X, Y, M, K, F)
PLACED, NOTHING = True, False


def logs(z, X, Y, M, K, F):
    return np.sum((np.log(X) - z[0]) ** 2 * z[1])


def converted(z, X, Y, M, K, F):
    return np.sum(z[0] * K) + z[1]


def reduced(z, X, Y, M, K, F):
    mean, deviation = np.mean(X), np.std(X)
    return z[0] * mean + z[1] / deviation


def gram(z, X, Y, M, K, F):
    g = M.T @ M
    return z @ g[:2, :2] @ z


def recurrence(z, X, Y, M, K, F):
    s, total = 0.0, 0.0
    for k in range(40):
        s = 0.5 * s + np.log(X[k])               # carried, data only
        total += s * z[0] * z[1]
    return total


def cumulated(z, X, Y, M, K, F):
    c = np.zeros(40)
    for k in range(1, 40):
        c[k] = c[k - 1] + np.exp(-X[k])
    return np.sum(c * z[0]) + z[1] ** 2


def reused_buffer(z, X, Y, M, K, F):
    a, total = np.zeros(3), 0.0
    for k in range(20):
        a[0] = np.log(X[k])
        a[1] = a[0] * a[0]
        total += a[1] * z[0]
        a[0] = np.exp(Y[k])                      # the same place, another value in the same iteration
        total += a[0] * z[1]
    return total


def read_before_overwritten(z, X, Y, M, K, F):
    a = np.zeros(3)
    a[0] = np.log(X[0])
    s = a[0]
    a[0] = 5.0
    return z[0] * s + z[1] * a[0]


def data_branch(z, X, Y, M, K, F):
    total = 0.0
    for k in range(40):
        if X[k] > 1.0:
            total += np.log(X[k]) * z[0]
        else:
            total += np.sqrt(Y[k]) * z[1]
    return total


def data_branch_merges(z, X, Y, M, K, F):
    total = 0.0
    for k in range(40):
        t = math.log(X[k]) if Y[k] > 1.0 else math.exp(X[k])
        total += t * z[0] + z[1]
    return total


def parameter_branch(z, X, Y, M, K, F):
    total = 0.0
    for k in range(40):
        if z[0] > X[k]:
            total += np.log(X[k]) * z[1]         # whether it runs is not known at bind time
    return total


def parameter_choice(z, X, Y, M, K, F):
    a = np.log(X[0]) if z[0] > 0.3 else np.log(X[1])
    return a * z[1]


def parameter_break(z, X, Y, M, K, F):
    seen = 0.0
    for k in range(40):
        seen = math.log(X[k])
        if k * 0.1 > z[0]:
            break
    return seen * z[1]                           # data, but which one depends on z


def parameter_break_memory(z, X, Y, M, K, F):
    a = np.zeros(2)
    for k in range(40):
        a[0] = math.log(X[k])
        if k * 0.1 > z[0]:
            break
    return a[0] * z[1]


def parameter_while(z, X, Y, M, K, F):
    k, total = 0, 0.0
    while total < z[0] and k < 30:
        total += math.log(1.0 + X[k])
        k += 1
    return total * z[1] + z[0]


def data_while(z, X, Y, M, K, F):
    x = 1.0
    while abs(x * x - X[0]) > 1e-12:
        x = 0.5 * (x + X[0] / x)
    return x * z[0] + z[1]


def early_return(z, X, Y, M, K, F):
    if z[0] < -5.0:
        return z[1]
    s = np.sum(np.log(X))
    return s * z[0]


def nested(z, X, Y, M, K, F):
    total = 0.0
    for i in range(6):
        for j in range(5):
            total += math.exp(-abs(X[i] - Y[j])) * z[0] * z[1]
    return total


def triangle(z, X, Y, M, K, F):
    total = 0.0
    for i in range(6):
        for j in range(i + 1):                   # trip count of the inner loop changes
            total += math.exp(-abs(X[i] - Y[j])) * z[0] * z[1]
    return total


def mixed_store(z, X, Y, M, K, F):
    a = np.zeros(40)
    for k in range(40):
        a[k] = math.log(X[k])
    a[3] = z[0]
    return np.sum(a) * z[1]


def parameter_index(z, X, Y, M, K, F):
    a = np.log(X)
    k = 1 if z[0] > 0.0 else 2
    return a[k] * z[1]


def single(z, X, Y, M, K, F):
    return np.sum(np.sqrt(F) * z[0]) + z[1]


def flags(z, X, Y, M, K, F):
    return np.sum(np.where(np.log(X) > 0.1, z[0], z[1]))


def swapped(z, X, Y, M, K, F):
    a, b = np.log(X[:4]), np.exp(X[:4])
    for _ in range(3):
        a, b = b * 0.5, a + 1.0
    return np.sum(a * z[0] + b * z[1])


def three_ways(z, X, Y, M, K, F):
    total = 0.0
    for k in range(20):
        if z[0] > X[k]:
            t = math.log(X[k])
        elif z[1] > X[k]:
            t = math.exp(X[k])
        else:
            continue
        total += t * z[1]
    return total


def sign_flips(z, X, Y, M, K, F):
    sign, total = 1.0, 0.0
    for k in range(4):
        if z[0] > X[k]:
            sign = -sign                         # data, but how often depends on z
        total += sign * z[1] * X[k]
    return total + sign


def plain(z, X, Y, M, K, F):
    return np.sum((X - z[0]) * z[1])


PROGRAMS = [(logs, PLACED), (converted, PLACED), (reduced, PLACED), (gram, PLACED), (recurrence, PLACED), (cumulated, PLACED), (reused_buffer, PLACED),
            (read_before_overwritten, PLACED), (data_branch, PLACED), (data_branch_merges, PLACED), (parameter_branch, NOTHING), (parameter_choice, NOTHING),
            (parameter_break, None), (parameter_break_memory, None), (parameter_while, None), (data_while, PLACED), (early_return, None),
            (nested, PLACED), (triangle, None), (mixed_store, PLACED), (parameter_index, None), (single, PLACED), (flags, PLACED), (swapped, PLACED),
            (three_ways, None), (sign_flips, NOTHING), (plain, NOTHING)]
POINTS = [np.array([0.73, 1.31]), np.array([-0.4, 0.2]), np.array([1.93, -6.0]), np.array([-7.0, 0.9])]


def staged_of(f):
    return stage(f, (Array("f8", (2,)), *(Array({"f": f"f{a.itemsize}", "i": "i8"}[a.dtype.kind], a.shape) for a in DATA)))


@pytest.mark.parametrize("f, placed", PROGRAMS, ids=lambda p: getattr(p, "__name__", ""))
def test_split_equals_whole(f, placed):
    staged = staged_of(f)
    density = NativeDensity(staged, DATA)
    whole = build(staged.text, staged.name, Request((Step("reverse", ("%in0",)),)))
    assert placed is None or bool(density.linked().slots) == placed
    for z in POINTS:
        value, gradient = density.value_and_grad(z)
        arrays = {"%in0": z, "%in0_d": np.zeros(2)} | {f"%in{k + 1}": a for k, a in enumerate(DATA)}
        assert value == pytest.approx(whole.run(arrays, staged.reasons)[0], rel=1e-13)
        assert value == pytest.approx(float(f(z, *DATA)), rel=1e-12)
        assert gradient == pytest.approx(arrays["%in0_d"], rel=1e-12, abs=1e-12)
        assert density.log_density(z) == pytest.approx(value, rel=1e-13)
        h = 1e-6
        for v in np.eye(2):
            expected = (density.value_and_grad(z + h * v)[1] - density.value_and_grad(z - h * v)[1]) / (2 * h)
            assert density.hvp(z, v) == pytest.approx(expected, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("f", [p[0] for p in PROGRAMS], ids=lambda f: f.__name__)
def test_prepare_does_not_read_parameters(f):
    s = symbolic(staged_of(f).text, "f", prepared=True)
    if s.prepare is None:
        return
    assert len(parameter_names(s.preparing, s.prepare)) == len(s.params)
    body = s.preparing[s.preparing.index(f"@{s.prepare}("):]
    body = body[body.index("{"):body.index("\n}")]
    assert not re.search(r"%in0\b", body)


def test_a_costly_loop_over_data_leaves_the_density():
    s = symbolic(staged_of(gram).text, "f", prepared=True)
    density = s.text[s.text.index("@f("):]
    assert "phi" not in density[:density.index("\n}")], "no loop is left where only a 2 x 2 form remains"


def random_program(seed):
    """The source of a density of random control flow: values of data alone, chosen and changed under conditions on parameters and on data."""
    r = np.random.default_rng(seed)
    names = ("a", "b", "c[0]", "c[1]")

    def pick(options):
        return options[r.integers(len(options))]

    def condition():
        left = pick(("z[0]", "z[1]", "X[k]", "Y[k]", *names))
        return f"{left} > {pick(('X[k]', 'Y[k]', '0.9', 'z[0]', *names))}"

    def block(depth, room):
        lines = []
        for _ in range(r.integers(1, 4)):
            kind = r.integers(0, 9 if depth < 3 else 5)
            if kind < 2:
                lines.append(f"{pick(names)} = {pick(('-', 'math.exp(-0.1) * ', '0.5 * '))}{pick(names)} + {pick(('0.0', 'math.log(X[k])', 'math.sqrt(Y[k])'))}")
            elif kind < 4:
                lines.append(f"total += {pick(names)} * z[{r.integers(2)}]")
            elif kind == 4 and room:
                lines += [f"if {condition()}:", f"    {pick(('break', 'continue'))}"]
            elif kind < 7:
                lines += [f"if {condition()}:", *("    " + x for x in block(depth + 1, room))]
                if r.integers(2):
                    lines += ["else:", *("    " + x for x in block(depth + 1, room))]
            else:
                lines += [f"for k in range({pick(('3', 'min(k + 2, 6)'))}):", *("    " + x for x in block(depth + 1, True)), "k = 1"]
        return lines or ["pass"]
    body = ["a, b, c, total, k = X[0], Y[0], np.array([0.3, 1.2]), 0.0, 0", *block(0, False), *block(0, False), "return total + a * z[0] + b + c[0] * z[1] - c[1]"]
    return "\n".join(["def f(z, X, Y, M, K, F):", *("    " + x for x in body)]) + "\n"


@pytest.mark.parametrize("seed", thinned(range(60), 6))
def test_random_control_flow(seed, tmp_path):
    file = tmp_path / "f.py"
    file.write_text(random_program(seed))
    scope = {"np": np, "math": math}
    exec(compile(file.read_text(), str(file), "exec"), scope)
    f = scope["f"]
    try:
        staged = staged_of(f)
    except CompileError:
        return                                   # a parameter that counts trips, an array that may be another
    density = NativeDensity(staged, DATA)
    for z in POINTS:
        assert density.log_density(z) == pytest.approx(float(f(z, *DATA)), rel=1e-12, abs=1e-12)
        value, gradient = density.value_and_grad(z)
        arrays = {"%in0": z, "%in0_d": np.zeros(2)} | {f"%in{k + 1}": a for k, a in enumerate(DATA)} | {f"%const{k}": c for k, c in enumerate(staged.constants)}
        whole = build(staged.text, "f", Request((Step("reverse", ("%in0",)),)))
        assert value == pytest.approx(whole.run(arrays, staged.reasons)[0], rel=1e-12, abs=1e-12)
        assert gradient == pytest.approx(arrays["%in0_d"], rel=1e-12, abs=1e-12)
