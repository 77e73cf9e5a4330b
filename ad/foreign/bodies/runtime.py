"""Scalar arithmetic of Fortran's runtime: remainders, complex numbers to whole powers."""
from __future__ import annotations

from ....ir.records import Function
from ....ir.text import read

_POWER = """define {{ double, double }} @{name}(double %x, double %y, {int} %n) {{
enter:
  %negative = icmp slt {int} %n, 0
  %less = sub {int} 0, %n
  %size = select i1 %negative, {int} %less, {int} %n
  %none = icmp eq {int} %size, 0
  br i1 %none, label %end, label %loop
loop:
  %k = phi {int} [ %size, %enter ], [ %half, %loop ]
  %a = phi double [ 1.0, %enter ], [ %c, %loop ]
  %b = phi double [ 0.0, %enter ], [ %d, %loop ]
  %p = phi double [ %x, %enter ], [ %pp, %loop ]
  %q = phi double [ %y, %enter ], [ %qq, %loop ]
  %low = and {int} %k, 1
  %odd = icmp ne {int} %low, 0
  %ap = fmul double %a, %p
  %bq = fmul double %b, %q
  %aq = fmul double %a, %q
  %bp = fmul double %b, %p
  %re = fsub double %ap, %bq
  %im = fadd double %aq, %bp
  %c = select i1 %odd, double %re, double %a
  %d = select i1 %odd, double %im, double %b
  %p2 = fmul double %p, %p
  %q2 = fmul double %q, %q
  %pq = fmul double %p, %q
  %pp = fsub double %p2, %q2
  %qq = fadd double %pq, %pq
  %half = lshr {int} %k, 1
  %more = icmp ne {int} %half, 0
  br i1 %more, label %loop, label %end
end:
  %e = phi double [ 1.0, %enter ], [ %c, %loop ]
  %f = phi double [ 0.0, %enter ], [ %d, %loop ]
  br i1 %negative, label %turn, label %done
turn:
  %size.e = call double @hypot(double %e, double %f)
  %e1 = fdiv double %e, %size.e
  %f1 = fdiv double %f, %size.e
  %e2 = fdiv double %e1, %size.e
  %f2 = fdiv double %f1, %size.e
  %f3 = fneg double %f2
  br label %done
done:
  %u = phi double [ %e, %end ], [ %e2, %turn ]
  %v = phi double [ %f, %end ], [ %f3, %turn ]
  %whole = insertvalue {{ double, double }} poison, double %u, 0
  %both = insertvalue {{ double, double }} %whole, double %v, 1
  ret {{ double, double }} %both
}}
declare double @hypot(double, double)
"""
_SINGLE = """define <2 x float> @{name}(<2 x float> %z, {int} %n) {{
enter:
  %a = extractelement <2 x float> %z, i64 0
  %b = extractelement <2 x float> %z, i64 1
  %x = fpext float %a to double
  %y = fpext float %b to double
  %p = call {{ double, double }} @{double}(double %x, double %y, {int} %n)
  %u = extractvalue {{ double, double }} %p, 0
  %v = extractvalue {{ double, double }} %p, 1
  %c = fptrunc double %u to float
  %d = fptrunc double %v to float
  %r = insertelement <2 x float> poison, float %c, i64 0
  %s = insertelement <2 x float> %r, float %d, i64 1
  ret <2 x float> %s
}}
"""
_REMAINDER = """define {type} @{name}({type} %x, {type} %y, ptr %file, i32 %line) {{
enter:
  %r = frem {type} %x, %y
  ret {type} %r
}}
"""
_MODULO = """define {type} @{name}({type} %x, {type} %y, ptr %file, i32 %line) {{
enter:
  %r = frem {type} %x, %y
  %below = fcmp olt {type} %r, 0.0
  %above = fcmp ogt {type} %r, 0.0
  %negative = fcmp olt {type} %y, 0.0
  %positive = fcmp ogt {type} %y, 0.0
  %one = and i1 %below, %positive
  %other = and i1 %above, %negative
  %apart = or i1 %one, %other
  %moved = fadd {type} %r, %y
  %m = select i1 %apart, {type} %moved, {type} %r
  ret {type} %m
}}
"""


def _powers() -> dict[str, str]:
    out: dict[str, str] = {}
    for suffix, int_ in (("i", "i32"), ("k", "i64")):
        double = f"_FortranAzpow{suffix}"
        out[double] = _POWER.format(name=double, int=int_)
        out[f"_FortranAcpow{suffix}"] = _SINGLE.format(name=f"_FortranAcpow{suffix}", double=double, int=int_) + out[double]
    return out


RUNTIME = _powers() | {
    f"_FortranA{name}Real{size}": text.format(name=f"_FortranA{name}Real{size}", type=type_)
    for name, text in (("Mod", _REMAINDER), ("Modulo", _MODULO)) for size, type_ in ((4, "float"), (8, "double"))
}


def bodies(declared: Function) -> dict[str, Function]:
    """The function's body and what that needs; nothing where its declaration is another than flang writes."""
    made = read(RUNTIME[declared.name]).functions
    own = made[declared.name]
    same = (own.type, [p.type for p in own.params]) == (declared.type, [p.type for p in declared.params])
    return made if same else {}
