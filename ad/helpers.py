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

# the reverse of memmove: upwards when the copy went to higher addresses, so that no element is read after it has been added to
HELPERS = _MOVE.format(suffix="f64", type="double", size=8, shift=3) + _MOVE.format(suffix="f32", type="float", size=4, shift=2) + _SAVE
