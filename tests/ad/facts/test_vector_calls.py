"""Functions that the schedule takes for vectors are those whose loops, reversed while they run, become vectors without a call; loops of some of them fuse."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from scipy import special
from sweeps import thinned

from llbayes.ad import hvp, value_and_grad
from llbayes.ad.emit.reverse import reverse
from llbayes.ad.facts.schedule import INSTRUCTIONS, VECTOR_BODIES, becomes_vector
from llbayes.ad.rules.partials import RULES
from llbayes.ir.errors import UnsupportedError
from llbayes.ir.graph.cfg import Cfg
from llbayes.ir.machine import pipelines, target
from llbayes.ir.text import read
from llbayes.lang import Array, stage
from llbayes.lang.bodies import with_bodies
from llbayes.lang.library.functions import UFUNCS

SYMBOLS = {row.symbol: row.arity for row in UFUNCS.values() if row.symbol}
LARGE = re.compile("hazard|betainc|gammainc|density|von_mises|wiener")           # series and continued fractions: seconds of compiling for what has loops inside
CANDIDATES = sorted(name for name in SYMBOLS if name in RULES and not LARGE.search(name))


def loop(name: str) -> str:
    """The sum of the function over arrays."""
    callee, operands = name + ".f64" * name.startswith("llvm."), range(SYMBOLS[name])
    loads = "\n".join(f"  %p{k} = getelementptr double, ptr %x{k}, i64 %i\n  %a{k} = load double, ptr %p{k}, align 8" for k in operands)
    return f"""declare double @{callee}({', '.join(['double'] * len(operands))}) nounwind willreturn memory(none)
define double @f({', '.join(f'ptr noalias %x{k}' for k in operands)}) {{
start:
  br label %loop
loop:
  %i = phi i64 [ 0, %start ], [ %next, %loop ]
  %s = phi double [ 0.0, %start ], [ %t, %loop ]
{loads}
  %e = call double @{callee}({', '.join(f'double %a{k}' for k in operands)})
  %t = fadd reassoc double %s, %e
  %next = add nuw nsw i64 %i, 1
  %end = icmp eq i64 %next, 4096
  br i1 %end, label %done, label %loop
done:
  ret double %t
}}
"""


@pytest.mark.skipif(target.host().lanes == 0, reason="a processor without vector versions")
@pytest.mark.parametrize("name", thinned(CANDIDATES, 6))
def test_what_becomes_vectors(name):
    try:
        derivative = pipelines.clean(reverse(pipelines.clean(loop(name)), "f", ("dup",) * SYMBOLS[name], engine="fused"))
    except UnsupportedError:                            # one of its derivatives is not known
        assert not becomes_vector(name)
        return
    code = pipelines.assembly(with_bodies(derivative), "full", exports=("f_rev",)).split("\nf_rev:")[1].split(".Lfunc_end")[0]
    found = bool(re.search(r"\b[yz]mm\d", code)) and not re.search(r"\bcall\w*\s(?!\S*llb\.\w+\.v\d)", code)
    assert becomes_vector(name + ".f64" * name.startswith("llvm.")) == found


def test_names_are_those_of_rules():
    assert RULES.keys() >= VECTOR_BODIES
    assert {f"llvm.{name}" for name in ("sqrt", "floor")} <= INSTRUCTIONS


R = np.random.default_rng(5)
X, LEVEL = R.normal(size=(300, 2)), R.integers(0, 3, size=300)


def ordered(z, x, level):
    cuts = np.array([-30.0, z[2], z[2] + math.exp(z[3]), 30.0])
    eta = x @ z[:2]
    return np.sum(np.log(special.expit(cuts[level + 1] - eta) - special.expit(cuts[level] - eta)))


def counted(z, x, level):
    eta = x @ z[:2]
    return np.sum(special.gammaln(level + np.exp(eta + z[2])) - special.gammaln(np.exp(eta) + z[3] * z[3]))


def multiplied(z, x, level):
    eta = x @ z[:2]
    return np.sum(special.gamma(level + np.exp(eta + z[2])) / special.gamma(np.exp(eta) + z[3] * z[3]))


@pytest.mark.parametrize("f, fused", [(ordered, True), (counted, True), (multiplied, False)], ids=lambda x: getattr(x, "__name__", ""))
def test_loops_of_several_calls_fuse_where_all_become_vectors(f, fused):
    text = pipelines.clean(stage(f, (Array("f8", (4,)), Array("f8", (300, 2)), Array("i8", (300,), (0, 2)))).text)
    derivative = reverse(text, "f", {"%in0": "dup"})
    assert backwards(derivative) == (0 if fused else 1)


def backwards(derivative: str) -> int:
    """Outer loops in which the reverse runs alone."""
    f = read(derivative).functions["f_rev"]
    cfg = Cfg(f)
    return sum(label.startswith("r.") and cfg.loops[label].parent is None for label in cfg.loops)


@pytest.mark.parametrize("f", [ordered, counted], ids=lambda f: f.__name__)
def test_values_of_loops_of_several_calls(f):
    z = np.array([0.3, -0.2, 0.4, 0.1])
    _, gradient = value_and_grad(f)(z, X, LEVEL)
    for engine in ("baseline", "fused"):
        np.testing.assert_allclose(gradient, value_and_grad(f, engine=engine)(z, X, LEVEL)[1], rtol=1e-11)
    product = hvp(f)(z, X, LEVEL, np.ones(4))
    near = [value_and_grad(f, engine="baseline")(z + s * 1e-5, X, LEVEL)[1] for s in (1, -1)]
    np.testing.assert_allclose(product, (near[0] - near[1]) / 2e-5, rtol=1e-7)
