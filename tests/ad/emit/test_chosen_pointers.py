"""A pointer that leads to differentiated or to constant memory, chosen at run time: reads, writes, fills and copies in every mode."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import ad
from llbayes.ad.compile import Program, Request, Step, Symbolic, differentiated, entry_text
from llbayes.ad.lower.lower import lower
from llbayes.ir.machine import pipelines
from llbayes.lang.bodies import with_bodies

HEAD = """declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)
define double @f(ptr noalias %in0, ptr noalias %in1, ptr noalias %arena, ptr noalias %status) {
b:
  %first = load double, ptr %in1, align 8
  %c = fcmp ogt double %first, 0.0
  %x0 = load double, ptr %in0, align 8
  %x0x0 = fmul double %x0, %x0
"""
SUM_OF_A = """  %a1 = getelementptr double, ptr %a, i64 1
  %v0 = load double, ptr %a, align 8
  %v1 = load double, ptr %a1, align 8
  %q0 = fmul double %v0, %v0
  %q1 = fmul double %v1, 3.0
  %q = fadd double %q0, %q1
  %r = fadd double %q, %x0x0
  ret double %r
}
"""
TWO = """  %a = alloca [2 x double], align 8
  %b2 = alloca [2 x double], align 8
  store double %x0x0, ptr %a, align 8
  %aa = getelementptr double, ptr %a, i64 1
  store double %x0, ptr %aa, align 8
  %p = select i1 %c, ptr %a, ptr %b2
"""

# program -> value in NumPy; x is differentiated, y is not
PROGRAMS = {
    "read": (HEAD + """  %p = select i1 %c, ptr %in0, ptr %in1
  %p1 = getelementptr double, ptr %p, i64 1
  %v = load double, ptr %p1, align 8
  %w = fmul double %v, %v
  %r = fmul double %w, %x0
  ret double %r
}
""", lambda x, y: (x if y[0] > 0 else y)[1] ** 2 * x[0]),
    "write": (HEAD + TWO + "  store double %x0, ptr %p, align 8\n" + SUM_OF_A,
              lambda x, y: (x[0] if y[0] > 0 else x[0] ** 2) ** 2 + 3 * x[0] + x[0] ** 2),
    "fill": (HEAD + TWO + "  call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 16, i1 false)\n" + SUM_OF_A,
             lambda x, y: x[0] ** 2 if y[0] > 0 else x[0] ** 4 + 3 * x[0] + x[0] ** 2),
    "copy to": (HEAD + TWO + "  call void @llvm.memmove.p0.p0.i64(ptr %p, ptr %in0, i64 16, i1 false)\n" + SUM_OF_A,
                lambda x, y: x[0] ** 2 + 3 * x[1] + x[0] ** 2 if y[0] > 0 else x[0] ** 4 + 3 * x[0] + x[0] ** 2),
    "copy from": (HEAD + """  %a = alloca [2 x double], align 8
  store double %x0, ptr %a, align 8
  %p = select i1 %c, ptr %in0, ptr %in1
  call void @llvm.memmove.p0.p0.i64(ptr %a, ptr %p, i64 16, i1 false)
""" + SUM_OF_A, lambda x, y: (lambda a: a[0] ** 2 + 3 * a[1] + x[0] ** 2)(x if y[0] > 0 else y)),
    "copy both": (HEAD + TWO + """  %s = select i1 %c, ptr %in0, ptr %in1
  call void @llvm.memmove.p0.p0.i64(ptr %p, ptr %s, i64 16, i1 false)
""" + SUM_OF_A, lambda x, y: x[0] ** 2 + 3 * x[1] + x[0] ** 2 if y[0] > 0 else x[0] ** 4 + 3 * x[0] + x[0] ** 2),
    "swapped in a loop": (HEAD + """  br label %l
l:
  %i = phi i64 [ 0, %b ], [ %n, %l ]
  %s = phi double [ %x0, %b ], [ %t, %l ]
  %p = phi ptr [ %in0, %b ], [ %q, %l ]
  %q = phi ptr [ %in1, %b ], [ %p, %l ]
  %e = getelementptr double, ptr %p, i64 %i
  %v = load double, ptr %e, align 8
  %w = fmul double %v, %s
  %t = fadd double %w, %v
  %n = add i64 %i, 1
  %go = icmp ult i64 %n, 4
  br i1 %go, label %l, label %end
end:
  ret double %t
}
""", lambda x, y: (((x[0] * x[0] + x[0]) * y[1] + y[1]) * x[2] + x[2]) * y[3] + y[3]),
}
X = np.array([0.7, -1.3, 0.4, 1.1])


def program(text, steps, engine="default"):
    f = differentiated(Symbolic(text, "f", ["%in0", "%in1", "%arena", "%status"]), Request(steps, engine))
    plain, size = lower(f.text)
    plain = with_bodies(plain)
    wrapper, returned = entry_text(plain, f.name)
    return Program(pipelines.native(plain + wrapper, "quick", exports=("entry",)), {"params": f.params, "returned": returned, "arena": size})


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("name", PROGRAMS)
def test_chosen_pointer(name, sign):
    text, f = PROGRAMS[name]
    y = np.array([sign, 0.3, -0.8, 0.5])
    expected = [(f(X + 1e-6 * e, y) - f(X - 1e-6 * e, y)) / 2e-6 for e in np.eye(4)]
    for engine in ("default", "baseline"):
        gradient = np.zeros(4)
        value = program(text, (Step("reverse", ("%in0",)),), engine).run({"%in0": X, "%in1": y, "%in0_d": gradient})
        assert value[0] == pytest.approx(f(X, y))
        np.testing.assert_allclose(gradient, expected, atol=1e-8, err_msg=engine)
    tangents = {f"%in0_d{k}": e for k, e in enumerate(np.eye(4))}
    value, *slopes = program(text, (Step("forward", ("%in0",), 4),)).run({"%in0": X, "%in1": y} | tangents)
    assert value == pytest.approx(f(X, y))
    np.testing.assert_allclose(slopes, expected, atol=1e-8)


def test_in_the_language():
    def chosen(x, y):
        s = 0.0
        for i in range(4):
            if y[i] > 0.0:
                s = s * 0.5 + x[i] * x[0]
            else:
                s = s * 0.5 + y[i] * x[0]
        return s
    y = np.array([1.0, -0.3, -0.8, 0.5])
    expected = [(chosen(X + 1e-6 * e, y) - chosen(X - 1e-6 * e, y)) / 2e-6 for e in np.eye(4)]
    np.testing.assert_allclose(ad.grad(chosen)(X, y), expected, atol=1e-8)
    np.testing.assert_allclose(ad.jvp(chosen)(X, y, (np.ones(4), np.zeros(4)))[1], np.sum(expected), atol=1e-8)
