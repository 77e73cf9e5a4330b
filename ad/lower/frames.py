"""Bodies of what halves call (`ad/emit/halves`): frames, their tapes, words of copies. Plain IR; only what is used is put into a module.

A frame begins with: ptr last of the stretches of memory that it has, ptr what is free in it, i64 bytes that are, i64 bytes of the stretch; then its
tape: ptr words, i64 how many there are, i64 how many have room, one unused. A stretch begins with the address of the one before (16 bytes).
Where memory runs out the program is ended with words.
"""
from __future__ import annotations

import re

from . import words

_MESSAGES = {"memory": "llbayes: no memory for a derivative", "square": "llbayes: the derivative of getrf is that of square matrices",
             "pair": "llbayes: a function was called through a pointer that has no derivative"}

_FRAME = {
    "llb.fail": """
define internal void @llb.fail(ptr %words) noinline cold noreturn nounwind {
enter:
  %length = call i64 @strlen(ptr %words)
  %written = call i64 @write(i32 2, ptr %words, i64 %length)
  call void @abort()
  unreachable
}""",
    "llb.given": """
define internal ptr @llb.given(ptr %p) alwaysinline nounwind {
enter:
  %none = icmp eq ptr %p, null
  br i1 %none, label %fail, label %done
fail:
  call void @llb.fail(ptr @llb.words.memory)
  unreachable
done:
  ret ptr %p
}""",
    "llb.frame.make": """
define internal ptr @llb.frame.make(i64 %size) alwaysinline nounwind {
enter:
  %new = call ptr @malloc(i64 %size)
  %frame = call ptr @llb.given(ptr %new)
  call void @llvm.memset.p0.i64(ptr align 16 %frame, i8 0, i64 64, i1 false)
  ret ptr %frame
}""",
    "llb.frame.take": """
define internal ptr @llb.frame.take(ptr %frame, i64 %size) alwaysinline nounwind {
enter:
  %up = add i64 %size, 15
  %whole = and i64 %up, -16
  %lp = getelementptr i8, ptr %frame, i64 16
  %left = load i64, ptr %lp, align 8
  %fits = icmp ule i64 %whole, %left
  br i1 %fits, label %take, label %more
more:
  %new = call ptr @llb.frame.more(ptr %frame, i64 %whole)
  ret ptr %new
take:
  %np = getelementptr i8, ptr %frame, i64 8
  %room = load ptr, ptr %np, align 8
  %next = getelementptr i8, ptr %room, i64 %whole
  store ptr %next, ptr %np, align 8
  %rest = sub i64 %left, %whole
  store i64 %rest, ptr %lp, align 8
  ret ptr %room
}""",
    "llb.frame.more": """
define internal ptr @llb.frame.more(ptr %frame, i64 %size) noinline cold nounwind {
enter:
  %kp = getelementptr i8, ptr %frame, i64 24
  %last = load i64, ptr %kp, align 8
  %twice = shl i64 %last, 1
  %least = call i64 @llvm.umax.i64(i64 %twice, i64 240)
  %stretch = call i64 @llvm.umin.i64(i64 %least, i64 1048560)
  store i64 %stretch, ptr %kp, align 8
  %room = call i64 @llvm.umax.i64(i64 %stretch, i64 %size)
  %whole = add i64 %room, 16
  %new = call ptr @malloc(i64 %whole)
  %taken = call ptr @llb.given(ptr %new)
  %before = load ptr, ptr %frame, align 8
  store ptr %before, ptr %taken, align 8
  store ptr %taken, ptr %frame, align 8
  %first = getelementptr i8, ptr %taken, i64 16
  %next = getelementptr i8, ptr %first, i64 %size
  %np = getelementptr i8, ptr %frame, i64 8
  store ptr %next, ptr %np, align 8
  %rest = sub i64 %room, %size
  %lp = getelementptr i8, ptr %frame, i64 16
  store i64 %rest, ptr %lp, align 8
  ret ptr %first
}""",
    "llb.frame.end": """
define internal void @llb.frame.end(ptr %frame, i1 %last, i64 %top) nounwind {
enter:
  br i1 %last, label %release, label %again
again:
  %at = getelementptr i8, ptr %frame, i64 40
  store i64 %top, ptr %at, align 8
  ret void
release:
  call void @llb.frame.release(ptr %frame)
  call void @free(ptr %frame)
  ret void
}""",
    "llb.frame.clear": """
define internal void @llb.frame.clear(ptr %frame) alwaysinline nounwind {
enter:
  call void @llvm.memset.p0.i64(ptr align 16 %frame, i8 0, i64 64, i1 false)
  ret void
}""",
    "llb.frame.release": """
define internal void @llb.frame.release(ptr %frame) alwaysinline nounwind {
enter:
  %tape = getelementptr i8, ptr %frame, i64 32
  %words = load ptr, ptr %tape, align 8
  call void @free(ptr %words)
  %first = load ptr, ptr %frame, align 8
  br label %next
next:
  %stretch = phi ptr [ %first, %enter ], [ %before, %more ]
  %none = icmp eq ptr %stretch, null
  br i1 %none, label %done, label %more
more:
  %before = load ptr, ptr %stretch, align 8
  call void @free(ptr %stretch)
  br label %next
done:
  ret void
}""",
    "llb.shadow.free": """
define internal void @llb.shadow.free(ptr %p, i1 %last) alwaysinline nounwind {
enter:
  %freed = select i1 %last, ptr %p, ptr null
  call void @free(ptr %freed)
  ret void
}""",
    "llb.pair.check": """
define internal void @llb.pair.check(ptr %p, ptr %pair) alwaysinline nounwind {
enter:
  %none = icmp eq ptr %p, %pair
  br i1 %none, label %fail, label %done
fail:
  call void @llb.fail(ptr @llb.words.pair)
  unreachable
done:
  ret void
}""",
    "llb.square.check": """
define internal void @llb.square.check(i64 %m, i64 %n) alwaysinline nounwind {
enter:
  %same = icmp eq i64 %m, %n
  br i1 %same, label %done, label %fail
fail:
  call void @llb.fail(ptr @llb.words.square)
  unreachable
done:
  ret void
}""",
    "llb.tape.more": """
define internal ptr @llb.tape.more(ptr %tape) noinline cold nounwind {
enter:
  %rp = getelementptr i8, ptr %tape, i64 16
  %room = load i64, ptr %rp, align 8
  %twice = shl i64 %room, 1
  %few = icmp ult i64 %twice, 16
  %larger = select i1 %few, i64 16, i64 %twice
  %bytes = shl i64 %larger, 3
  %old = load ptr, ptr %tape, align 8
  %moved = call ptr @realloc(ptr %old, i64 %bytes)
  %new = call ptr @llb.given(ptr %moved)
  store ptr %new, ptr %tape, align 8
  store i64 %larger, ptr %rp, align 8
  ret ptr %new
}""",
}

_PUSH = """
define internal void @llb.tape.push.{suffix}(ptr %frame, i64 %k, {type} %v) alwaysinline nounwind {{
enter:
  %tape = getelementptr i8, ptr %frame, i64 32
  %tp = getelementptr i8, ptr %frame, i64 40
  %rp = getelementptr i8, ptr %frame, i64 48
  %top = load i64, ptr %tp, align 8
  %room = load i64, ptr %rp, align 8
  %full = icmp uge i64 %top, %room
  br i1 %full, label %grow, label %have
grow:
  %larger = call ptr @llb.tape.more(ptr %tape)
  br label %put
have:
  %words = load ptr, ptr %tape, align 8
  br label %put
put:
  %data = phi ptr [ %words, %have ], [ %larger, %grow ]
  %at = getelementptr i64, ptr %data, i64 %top
  store {type} %v, ptr %at, align 8
  %next = add i64 %top, 1
  store i64 %next, ptr %tp, align 8
  ret void
}}"""

_POP = """
define internal {type} @llb.tape.pop.{suffix}(ptr %frame, i64 %k) alwaysinline nounwind {{
enter:
  %tape = getelementptr i8, ptr %frame, i64 32
  %tp = getelementptr i8, ptr %frame, i64 40
  %top = load i64, ptr %tp, align 8
  %last = sub i64 %top, 1
  store i64 %last, ptr %tp, align 8
  %data = load ptr, ptr %tape, align 8
  %at = getelementptr i64, ptr %data, i64 %last
  %v = load {type}, ptr %at, align 8
  ret {type} %v
}}"""

def _bodies() -> dict[str, str]:
    """All of them, by name."""
    found = dict(_FRAME)
    for suffix, type_ in _TAPES.items():
        found[f"llb.tape.push.{suffix}"] = _PUSH.format(suffix=suffix, type=type_)
        found[f"llb.tape.pop.{suffix}"] = _POP.format(suffix=suffix, type=type_)
    return found | words.bodies()


_TAPES = {"f64": "double", "i64": "i64", "ptr": "ptr"}
BODIES = _bodies()
GLOBALS = {f"llb.words.{name}": f'@llb.words.{name} = private constant [{len(text) + 2} x i8] c"{text}\\0A\\00"' for name, text in _MESSAGES.items()}
DECLARED = {
    "malloc": "declare noalias ptr @malloc(i64)", "realloc": "declare ptr @realloc(ptr, i64)", "calloc": "declare noalias ptr @calloc(i64, i64)",
    "free": "declare void @free(ptr)", "abort": "declare void @abort() noreturn", "strlen": "declare i64 @strlen(ptr)",
    "write": "declare i64 @write(i32, ptr, i64)",
    "malloc_usable_size": "declare i64 @malloc_usable_size(ptr)",
    "llvm.umax.i64": "declare i64 @llvm.umax.i64(i64, i64)", "llvm.umin.i64": "declare i64 @llvm.umin.i64(i64, i64)",
    "llvm.memset.p0.i64": "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1 immarg)",
    "llvm.memmove.p0.p0.i64": "declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1 immarg)",
    "llvm.memcpy.p0.p0.i64": "declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1 immarg)",
}
_NAME = re.compile(r"@(llb\.[\w.]+|llvm\.[\w.]+|\w+)")


def needed(names: set[str]) -> tuple[list[str], list[str], set[str]]:
    """(bodies, globals, names that must be declared) of those of the names that stand here, and of what they use."""
    seen, stack, outside = set[str](), [n for n in names if n in BODIES or n in GLOBALS], set[str]()
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            used = set(_NAME.findall(BODIES.get(name, "")))
            stack += [n for n in used if n in BODIES or n in GLOBALS]
            outside |= used & DECLARED.keys()
    return [BODIES[n] for n in sorted(seen) if n in BODIES], [GLOBALS[n] for n in sorted(seen) if n in GLOBALS], outside
