"""Small IR functions that a reverse calls; they are inlined when the text is cleaned."""

_MOVE = """
define internal void @llb.acc.move.{suffix}(ptr %d, ptr %s, i64 %bytes) alwaysinline nounwind {{
enter:
  %n = lshr i64 %bytes, {shift}
  %last = sub i64 %n, 1
  %up = icmp uge ptr %d, %s
  %none = icmp eq i64 %n, 0
  br i1 %none, label %done, label %loop
loop:
  %k = phi i64 [ 0, %enter ], [ %next, %loop ]
  %down = sub i64 %last, %k
  %i = select i1 %up, i64 %k, i64 %down
  %dp = getelementptr {type}, ptr %d, i64 %i
  %sp = getelementptr {type}, ptr %s, i64 %i
  %t = load {type}, ptr %dp, align {size}
  store {type} 0.0, ptr %dp, align {size}
  %o = load {type}, ptr %sp, align {size}
  %q = fadd {type} %o, %t
  store {type} %q, ptr %sp, align {size}
  %next = add i64 %k, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}}
"""

_SAVE = """
define internal void @llb.tape.save(ptr %arena, i64 %tape, ptr %a, i64 %n) alwaysinline nounwind {
enter:
  br label %loop
loop:
  %k = phi i64 [ 0, %enter ], [ %next, %loop ]
  %p = getelementptr double, ptr %a, i64 %k
  %v = load double, ptr %p, align 8
  call void @llb.tape.push.f64(ptr %arena, i64 %tape, double %v)
  %next = add i64 %k, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}
define internal void @llb.tape.restore(ptr %arena, i64 %tape, ptr %a, i64 %n) alwaysinline nounwind {
enter:
  br label %loop
loop:
  %k = phi i64 [ %n, %enter ], [ %next, %loop ]
  %next = sub i64 %k, 1
  %p = getelementptr double, ptr %a, i64 %next
  %v = call double @llb.tape.pop.f64(ptr %arena, i64 %tape)
  store double %v, ptr %p, align 8
  %more = icmp ne i64 %next, 0
  br i1 %more, label %loop, label %done
done:
  ret void
}
"""

# what the gathers of a loop give back (`scatter.py`); with copies of the shadow, only every fourth addition waits for one to the same address
_SCATTER = """
define internal void @llb.acc.scatter(ptr %d, ptr %at, ptr %by, i64 %n) alwaysinline nounwind {
enter:
  br label %loop
loop:
  %k = phi i64 [ 0, %enter ], [ %next, %loop ]
  call void @llb.acc.at(ptr %d, ptr %at, ptr %by, i64 %k)
  %next = add nuw nsw i64 %k, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}
define internal void @llb.acc.at(ptr %d, ptr %at, ptr %by, i64 %k) alwaysinline nounwind {
enter:
  %op = getelementptr i64, ptr %at, i64 %k
  %vp = getelementptr double, ptr %by, i64 %k
  %o = load i64, ptr %op, align 8
  %v = load double, ptr %vp, align 8
  %p = getelementptr i8, ptr %d, i64 %o
  %x = load double, ptr %p, align 8
  %y = fadd double %x, %v
  store double %y, ptr %p, align 8
  ret void
}
define internal void @llb.acc.scatter.wide(ptr %d, ptr %at, ptr %by, i64 %n, ptr %copies, i64 %size) alwaysinline nounwind {
enter:
  %bytes = shl i64 %size, 3
  %all = mul i64 %bytes, 3
  call void @llvm.memset.p0.i64(ptr %copies, i8 0, i64 %all, i1 false)
  %c1 = getelementptr i8, ptr %copies, i64 %bytes
  %c2 = getelementptr i8, ptr %c1, i64 %bytes
  %whole = and i64 %n, -4
  %few = icmp eq i64 %whole, 0
  br i1 %few, label %some, label %four
four:
  %k = phi i64 [ 0, %enter ], [ %k4, %four ]
  %k1 = add nuw nsw i64 %k, 1
  %k2 = add nuw nsw i64 %k, 2
  %k3 = add nuw nsw i64 %k, 3
  call void @llb.acc.at(ptr %d, ptr %at, ptr %by, i64 %k)
  call void @llb.acc.at(ptr %copies, ptr %at, ptr %by, i64 %k1)
  call void @llb.acc.at(ptr %c1, ptr %at, ptr %by, i64 %k2)
  call void @llb.acc.at(ptr %c2, ptr %at, ptr %by, i64 %k3)
  %k4 = add nuw nsw i64 %k, 4
  %more = icmp ult i64 %k4, %whole
  br i1 %more, label %four, label %some
some:
  %rest = icmp ult i64 %whole, %n
  br i1 %rest, label %one, label %sum
one:
  %j = phi i64 [ %whole, %some ], [ %j1, %one ]
  call void @llb.acc.at(ptr %d, ptr %at, ptr %by, i64 %j)
  %j1 = add nuw nsw i64 %j, 1
  %again = icmp ult i64 %j1, %n
  br i1 %again, label %one, label %sum
sum:
  %e = phi i64 [ 0, %some ], [ 0, %one ], [ %e1, %sum ]
  %p0 = getelementptr double, ptr %d, i64 %e
  %p1 = getelementptr double, ptr %copies, i64 %e
  %p2 = getelementptr double, ptr %c1, i64 %e
  %p3 = getelementptr double, ptr %c2, i64 %e
  %v0 = load double, ptr %p0, align 8
  %v1 = load double, ptr %p1, align 8
  %v2 = load double, ptr %p2, align 8
  %v3 = load double, ptr %p3, align 8
  %s1 = fadd double %v0, %v1
  %s2 = fadd double %v2, %v3
  %s = fadd double %s1, %s2
  store double %s, ptr %p0, align 8
  %e1 = add nuw nsw i64 %e, 1
  %last = icmp ult i64 %e1, %size
  br i1 %last, label %sum, label %done
done:
  ret void
}
"""

# the reverse of memmove: upwards when the copy went to higher addresses, so that no element is read after it has been added to
HELPERS = _MOVE.format(suffix="f64", type="double", size=8, shift=3) + _MOVE.format(suffix="f32", type="float", size=4, shift=2) + _SAVE + _SCATTER
