"""Random programs of views, in-place writes, lazy arrays, loops and branches: the compiled value is CPython's, or the program is refused."""
# ruff: noqa: E701, E702
import linecache
import random

import numpy as np
import pytest
from sweeps import thinned

from llbayes.ad import evaluate
from llbayes.ir.errors import CompileError


def gen(seed):
    r=random.Random(seed); L=["def f(z, y):"]; names=["a","b"]; L+=["    a = z * 1.5","    b = z + y","    s = 0.0"]
    def arr():
        n=r.choice(names); k=r.random()
        if k<.45: return n
        if k<.55: return f"{n}[::-1]"
        if k<.65: return f"np.flip({n})"
        if k<.75: return f"{n} * z"
        if k<.85: return f"np.where({n} > 0.2, {n}, y)"
        return f"np.concatenate([{n}[3:], {n}[:3]])"
    def part():
        n=r.choice(names); i=r.randrange(0,3); return f"{n}[{i}:{i+3}]"
    def scal():
        n=r.choice(names); return r.choice([f"{n}[{r.randrange(6)}]",f"np.sum({arr()})","s*0.1",f"np.max({n})"])
    def stmt(ind,depth):
        k=r.random(); p="    "*ind
        if k<.16:
            n=r.choice(names+["c","d"]); e=r.choice([f"{arr()} * 0.7",f"{arr()} + {arr()} * 0.3",arr(),f"{r.choice(names)}.copy()",f"np.tanh({arr()})"])
            if ind==1 and n not in names: names.append(n)
            if n not in names: n="a"
            L.append(p+f"{n} = {e}")
        elif k<.3: L.append(p+f"{part()} = {r.choice([part(), scal(), part()+' * 0.5', part()+' - '+part()])}")
        elif k<.4: L.append(p+f"{r.choice(names)}[{r.randrange(6)}] = {scal()}")
        elif k<.5: L.append(p+f"{r.choice(names)} += {arr()} * 0.25")
        elif k<.56: L.append(p+f"{part()} *= {scal()}")
        elif k<.62: L.append(p+f"{r.choice(names)}[:] = {arr()}")
        elif k<.70: L.append(p+f"s += {scal()}")
        elif k<.76: L.append(p+f"s = s * 0.5 + np.sum({arr()} * {arr()})")
        elif k<.88 and depth<2:
            L.append(p+f"for i in range({r.choice([3,9,12])}):")
            L.append(p+"    s += 0.01 * i")
            for _ in range(r.randrange(1,4)): stmt(ind+1,depth+1)
        elif depth<2:
            L.append(p+f"if {scal()} > {r.choice(['0.0','s'])}:")
            for _ in range(r.randrange(1,3)): stmt(ind+1,depth+1)
            if r.random()<.6:
                L.append(p+"else:")
                for _ in range(r.randrange(1,3)): stmt(ind+1,depth+1)
        else: L.append(p+"s += 1.0")
    for _ in range(r.randrange(5,11)): stmt(1,0)
    L.append("    return s + "+" + ".join(f"{k+2}.0 * np.sum({n} * np.arange(6.0))" for k,n in enumerate(names)))
    src="\n".join(L)+"\n"; nm=f"<af{seed}>"; linecache.cache[nm]=(len(src),None,src.splitlines(True),nm); sp={"np":np}; exec(compile(src,nm,"exec"),sp); return sp["f"],src


@pytest.mark.parametrize("seed", thinned((*range(40), 628, 879, 969, 1217, 1467, 1552, 1963), 4))
def test_aliases_are_pythons(seed):
    f, source = gen(seed)
    rng = np.random.default_rng(seed)
    z, y = rng.normal(size=6), rng.normal(size=6)
    with np.errstate(all="ignore"):
        try:
            want = float(f(z.copy(), y.copy()))
        except UnboundLocalError:
            return
    if not np.isfinite(want) or abs(want) > 1e8:
        return
    try:
        got = evaluate(f)(z, y)
    except CompileError as refusal:
        assert "copy" in str(refusal) or "may be undefined" in str(refusal)
        return
    assert got == pytest.approx(want, rel=1e-8, abs=1e-8), source


def test_a_long_chain_of_lazy_arrays_is_stored_on_the_way():
    def f(z):
        a, k = z * 1.0, 1
        for _ in range(6):
            k = (k + 1) % 5
            for _ in range(4):
                for _ in range(6):
                    a = np.tanh(np.tanh(a - z * 0.1))
                k = k * 2 % 5
        return np.sum(a) + k
    z = np.array([-1.0, 0.5])
    assert evaluate(f)(z) == pytest.approx(f(z), rel=1e-12)
