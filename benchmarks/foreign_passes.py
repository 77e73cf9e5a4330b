"""What our own passes cost on IR of clang: microseconds of processor time an instruction of the prepared functions, by phase.

    foreign_passes.py [INSTRUCTIONS …]

Programs are generated: one function of a long straight body, one of many loops, many functions that are called and not inlined. Phases: `read` the module,
`prepared` the clone and reading what LLVM made of it, `flatten`, `checks` of what is supported, `words` what memory holds, `shadow`, `facts` what the
reverse rests on, `reverse` the emitter and both halves, `write` the module as text; `LLVM` is its passes on the clone, its parser, verifier and printer,
which are not ours.

Goal: 60 microseconds for ours in all, up to 100,000 instructions.
"""
from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tables import report

GOAL, SIZES = 60.0, (1_000, 10_000, 100_000)
HEAD = ("#include <math.h>\nextern double __enzyme_autodiff(void *, ...);\nextern int enzyme_const;\n"
        "struct point { double x, y; struct point *next; int kind; };\n")
CALL = ("double gradient(double *x, double *dx, struct point *p, struct point *dp, int n) "
        "{ return __enzyme_autodiff((void *)f, x, dx, p, dp, enzyme_const, n); }\n")
PARAMETERS = "(double *x, struct point *p, int n)"
PHASES = ("read", "prepared", "flatten", "checks", "words", "shadow", "facts", "reverse", "write", "LLVM")


def straight(rng: random.Random, lines: int) -> str:
    """Arithmetic on what was computed before, with loads and stores in between."""
    body = [f"double v{k} = x[{k}];" for k in range(8)]
    for k in range(lines):
        a, b = (f"v{rng.randrange(8)}" for _ in range(2))
        body.append(rng.choice((f"{a} = {a} * 0.5 + {b} * {b};", f"{a} += sin({b});", f"{a} -= x[{k % 500}] * {b};", f"x[{k % 500}] = {a} + {b};",
                                f"if ({a} > {b}) {a} = exp(-{b} * {b}); else {a} = {b} * 0.1;", f"p->x += {a}; {b} *= p->y;")))
    return "\n".join([*body, f"return {' + '.join(f'v{k}' for k in range(8))};"])


def loops(rng: random.Random, lines: int) -> str:
    """Loops over arrays and over a list, some of them nested."""
    body = ["double s = 0;"]
    for k in range(lines // 4):
        body.append(rng.choice((
            f"for (int i = 0; i < n; i++) s += x[i] * x[i + {k % 9}];", "for (int i = 1; i < n; i++) x[i] += 0.1 * sin(x[i - 1]) * s;",
            f"for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) {{ double r = x[i] - x[j]; s += r * r / (1 + {k}); }}",
            "for (struct point *q = p; q; q = q->next) { s += q->x * q->y; if (q->kind) q->x *= 0.5; }",
            f"for (int i = 0; i < n; i++) if (x[i] > {0.01 * k:.2f}) s -= log(x[i]); else s *= 0.99;")))
    return "\n".join([*body, "return s;"])


def one(body: Callable[[random.Random, int], str]) -> Callable[[int], str]:
    """A program of one function."""
    return lambda lines: HEAD + f"double f{PARAMETERS} {{\n{body(random.Random(1), lines)}\n}}\n" + CALL


def many(lines: int) -> str:
    """Functions of 40 lines, each called by one that is called by all."""
    rng, count = random.Random(1), max(1, lines // 40)
    made = [f"static __attribute__((noinline)) double f{k}{PARAMETERS} {{\n{rng.choice((straight, loops))(rng, 40)}\n}}\n" for k in range(count)]
    return HEAD + "".join(made) + f"double f{PARAMETERS} {{ return {' + '.join(f'f{k}(x, p, n)' for k in range(count))}; }}\n" + CALL


PROGRAMS = {"straight": one(straight), "loops": one(loops), "functions": many}
LINE = {"straight": 4, "loops": 5, "functions": 5}          # instructions that a line becomes, about


class Clock:
    """Processor time by phases; what a phase calls of another is the other's."""

    def __init__(self) -> None:
        self.spent, self.stack = dict.fromkeys(PHASES, 0.0), list[str]()
        self.last = time.process_time()

    def _pass(self) -> None:
        now = time.process_time()
        if self.stack:
            self.spent[self.stack[-1]] += now - self.last
        self.last = now

    def timed(self, phase: str, f: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **named: Any) -> Any:
            self._pass()
            self.stack.append(phase)
            try:
                return f(*args, **named)
            finally:
                self._pass()
                self.stack.pop()

        return wrapper


def instrumented(clock: Clock) -> Callable[[Path], int]:
    """`differentiate` with a clock in its phases: a function of a file that gives how many instructions the functions had that were derived."""
    from llbayes.ad.foreign import derive, module
    from llbayes.ad.foreign.differentiate import differentiate as whole
    from llbayes.ir.foreign import load
    from llbayes.ir.machine import pipelines, target

    llvm = target.llvm()
    top = sys.modules["llbayes.ad.foreign.differentiate"]
    places = ((top, "read", "read"), (top, "rewrite", "read"), (module, "prepared", "prepared"), (module, "noted", "words"), (module, "Known", "words"),
              (derive, "flat", "flatten"),
              (derive, "check_supported", "checks"), (derive, "check_pointers", "checks"), (derive, "Types", "words"), (derive, "words_of", "words"),
              (derive.Pass, "run", "shadow"),
              (derive, "find_open", "facts"), (derive, "Whole", "facts"), (derive, "OpenObjects", "facts"), (derive, "Cfg", "facts"),
              (derive.Halves, "run", "reverse"), (derive.Together, "combined", "reverse"), (top, "assembled", "write"), (pipelines, "run_passes", "LLVM"),
              (pipelines, "lower_invokes", "LLVM"), (pipelines, "verify", "LLVM"), (llvm, "parse_assembly", "LLVM"), (llvm.ModuleRef, "__str__", "LLVM"))
    for owner, name, phase in places:
        setattr(owner, name, clock.timed(phase, getattr(owner, name)))
    counted: list[int] = []
    flat = derive.flat
    derive.flat = lambda wanted: (counted.append(sum(len(b.insts) for b in wanted.function.blocks)), flat(wanted))[1]

    def run(path: Path) -> int:
        counted.clear()
        clock.timed("read", whole)(clock.timed("read", load)(path))
        return sum(counted)

    return run


def measure(name: str, room: Path, lines: int) -> dict[str, Any]:
    """A row: a program of about so many instructions."""
    source, ir = room / "in.c", room / "in.ll"
    source.write_text(PROGRAMS[name](lines))
    flags = ("-w", "-O2", "-fno-math-errno", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops", "-S", "-emit-llvm")
    subprocess.run(["clang-22", *flags, source, "-o", ir], check=True)
    clock = Clock()
    count = instrumented(clock)(ir)
    each = {phase: passed / count * 1e6 for phase, passed in clock.spent.items()}
    return {"what": name, "instructions": count, "seconds": sum(clock.spent.values()), "us an instruction": sum(each.values()) - each["LLVM"]} | each


def main(sizes: tuple[int, ...] = SIZES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(name, size, folder) for size in sizes for name in PROGRAMS]
    report("foreign_passes", rows)
    worst = max(rows, key=lambda r: r["us an instruction"])
    print(f"at most {worst['us an instruction']:.0f} us an instruction ({worst['what']}, {worst['instructions']}; goal {GOAL:.0f})")


def row(name: str, size: int, folder: str) -> dict[str, Any]:
    """Measured in a process of its own, so that no clock stands in another's."""
    command = [sys.executable, str(Path(__file__)), "--one", name, str(size), folder]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        name, size, folder = sys.argv[2:]
        print(json.dumps(measure(name, Path(folder), int(size) // LINE[name])))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
