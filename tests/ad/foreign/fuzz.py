"""Random C programs: loops, structs, pointers, calls, branches, arrays, heap. Each is a map that checks itself; the number of a program fixes its text."""
from __future__ import annotations

from random import Random

HEAD = """/* program {number} */
#define TOLERANCE 1e-5
#define STEP 4e-4
#define BEND 1e-5
#include "check.h"

typedef struct Cell {{ double v; struct Cell *next; int k; }} Cell;
typedef struct {{ double u, w[3]; double *p; int k; }} Box;
typedef double (*Unary)(double);
static double wave(double v) {{ return sin(2.0 * v); }}
static double soft(double v) {{ return v / (1.0 + v * v); }}
static double bell(double v) {{ return exp(-v * v); }}
static Unary const unary[3] = {{wave, soft, bell}};
"""
HELPERS = 3


class Scope:
    """Names that may be used: doubles, arrays of doubles with their lengths, integers, boxes."""

    def __init__(self, doubles: list[str], arrays: dict[str, int], read_only: dict[str, int], ints: list[str]):
        self.doubles, self.arrays, self.read_only, self.ints = doubles, arrays, read_only, ints
        self.boxes: list[str] = []

    def inner(self) -> Scope:
        copy = Scope([*self.doubles], {**self.arrays}, self.read_only, [*self.ints])
        copy.boxes = [*self.boxes]
        return copy


class Writer:
    """Writes one program. `callable` counts the helpers that stand before the function at hand; `recursive` is its own name."""

    def __init__(self, number: int):
        self.random, self.number, self.names, self.callable = Random(number), number, 0, 0
        self.recursive = ""

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def integer(self, s: Scope, bound: int) -> str:
        """An index below `bound`."""
        if not s.ints or self.chance(0.3):
            return str(self.random.randrange(bound))
        return f"({self.random.choice(s.ints)} * {self.random.randint(1, 3)} + {self.random.randrange(3)}) % {bound}"

    def place(self, s: Scope) -> str:
        """Something that can be assigned."""
        kinds = ["double"] * bool(s.doubles) * 3 + ["array"] * bool(s.arrays) * 3 + ["box"] * bool(s.boxes) * 3
        kind = self.random.choice(kinds)
        if kind == "double":
            return self.random.choice(s.doubles)
        if kind == "array":
            array = self.random.choice(sorted(s.arrays))
            return f"{array}[{self.integer(s, s.arrays[array])}]"
        box = self.random.choice(s.boxes)
        return f"{box}{self.random.choice(('.u', f'.w[{self.integer(s, 3)}]', f'.p[{self.integer(s, 3)}]'))}"

    def leaf(self, s: Scope) -> str:
        if self.chance(0.15):
            return f"{self.random.uniform(-1.5, 1.5):.3f}"
        if s.read_only and self.chance(0.25):
            array = self.random.choice(sorted(s.read_only))
            return f"{array}[{self.integer(s, s.read_only[array])}]"
        return self.place(s)

    def value(self, s: Scope, depth: int = 2) -> str:
        """An expression that stays small where its leaves are."""
        if depth == 0 or self.chance(0.2):
            return self.leaf(s)
        a, b = self.value(s, depth - 1), self.value(s, depth - 1)
        forms = [f"({a} + {b})", f"({a} - 0.5 * {b})", f"({a} * {b})", f"sin({a})", f"cos({a})", f"tanh({a})", f"{a} / (1.5 + {b} * {b})", f"sqrt(1.0 + {a} * {a})",
                 f"({self.condition(s)} ? {a} : {b})", f"exp(-fabs({a}))", f"log(2.0 + {a} * {a})", f"atan2({a}, 2.0 + {b} * {b})",
                 f"unary[{self.integer(s, 3)}]({a})", f"fmax({a}, {b})", f"(double)(int)(3.0 * {a}) * {b}"]
        return self.random.choice(forms)

    def condition(self, s: Scope) -> str:
        if s.ints and self.chance(0.5):
            return f"{self.random.choice(s.ints)} % {self.random.randint(2, 3)} == {self.random.randrange(2)}"
        return f"{self.leaf(s)} {self.random.choice('<>')} {self.random.uniform(-0.8, 0.8):.3f}"

    def assignment(self, s: Scope) -> str:
        to, v = self.place(s), self.value(s)
        return self.random.choice((f"{to} = tanh({v});", f"{to} = 0.5 * {to} + 0.4 * sin({v});", f"{to} += 0.2 * cos({v});", f"{to} *= 0.8 + 0.2 * sin({v});"))

    def call(self, s: Scope) -> str:
        """A call of an earlier helper, or of the function itself."""
        known = [f"h{k}" for k in range(self.callable)] + [self.recursive] * bool(self.recursive)
        if not known or not s.arrays:
            return self.assignment(s)
        to = self.random.choice(known)
        depth = "depth - 1" if to == self.recursive else str(self.random.randint(0, 2))
        array = self.random.choice(sorted(s.arrays))
        guard = "if (depth > 0) " if to == self.recursive else ""
        return f"{guard}{self.place(s)} = tanh({to}({self.value(s, 1)}, {array}, {self.integer(s, 5)}, {depth}));"

    def loop(self, s: Scope, depth: int) -> str:
        i, inner = self.name("i"), s.inner()
        inner.ints.append(i)
        way_out = f"if ({self.condition(inner)}) {self.random.choice(('break', 'continue'))};\n" if self.chance(0.25) else ""
        body = self.block(inner, depth - 1)
        trips = str(self.random.randint(0, 4)) if self.chance(0.5) else f"1 + (int)(1.9 + sin({self.leaf(s)}))"
        form = self.random.randrange(3)
        if form == 0:
            return f"for (int {i} = 0; {i} < {trips}; {i}++) {{\n{way_out}{body}}}"
        if form == 1:
            return f"for (int {i} = {trips}; {i} > 0; {i}--) {{\n{body}{way_out}}}"
        return f"{{ int {i} = 0;\nwhile ({i}++ < 4 && fabs({self.leaf(s)}) < 2.5) {{\n{way_out}{body}}} }}"

    def branch(self, s: Scope, depth: int) -> str:
        if self.chance(0.6):
            other = f" else {{\n{self.block(s.inner(), depth - 1)}}}" if self.chance(0.6) else ""
            return f"if ({self.condition(s)}) {{\n{self.block(s.inner(), depth - 1)}}}{other}"
        cases = "".join(f"case {k}: {{\n{self.block(s.inner(), 0)}}} {self.random.choice(('break;', ''))}\n" for k in range(3))
        return f"switch ({self.integer(s, 4)}) {{\n{cases}default: {self.assignment(s)}\n}}"

    def memory(self, s: Scope, depth: int) -> str:
        """A fresh array, box, pointer or list; copies and clears."""
        arrays = sorted(s.arrays)
        kind = self.random.randrange(7) if arrays else 0
        fresh, n = self.name("a"), self.random.randint(3, 5)
        if kind == 0:
            text = f"double {fresh}[{n}] = {{{', '.join(self.leaf(s) for _ in range(n) if s.doubles) or '0.0'}}};"
            s.arrays[fresh] = n
            return text
        if kind == 1:
            box = self.name("s")
            text = f"Box {box} = {{{self.leaf(s)}, {{{self.leaf(s)}, 0.5}}, {self.random.choice(arrays)}, {n}}};"
            s.boxes.append(box)
            return text
        if kind == 2:
            text = f"double *{fresh} = {self.condition(s)} ? {self.random.choice(arrays)} : {self.random.choice(arrays)};"
            s.arrays[fresh] = 3
            return text
        if kind == 3:
            return f"memcpy({self.random.choice(arrays)}, (double[3]){{{self.leaf(s)}, {self.leaf(s)}, {self.leaf(s)}}}, 3 * sizeof(double));"
        if kind == 4:
            return f"memset({self.random.choice(arrays)} + 1, 0, 2 * sizeof(double));"
        if kind == 5:
            return self.heap(s, fresh, n, depth)
        return self.chain(s)

    def heap(self, s: Scope, fresh: str, n: int, depth: int) -> str:
        inner, i = s.inner(), self.name("i")
        filled = f"for (int {i} = 0; {i} < {n}; {i}++) {fresh}[{i}] = {self.leaf(s)} * ({i} + 1);"
        inner.arrays[fresh] = n
        return f"{{ double *{fresh} = (double *)malloc({n} * sizeof(double));\n{filled}\n{self.block(inner, depth - 1)}free({fresh}); }}"

    def chain(self, s: Scope) -> str:
        """A list that is built, walked, and freed."""
        head, i, at, to = self.name("l"), self.name("i"), self.name("l"), self.place(s)
        grown = f"Cell *{at} = (Cell *)malloc(sizeof(Cell)); {at}->v = {self.leaf(s)} + 0.1 * {i}; {at}->k = {i}; {at}->next = {head}; {head} = {at};"
        walked = f"{to} = tanh({to} * {head}->v + 0.1 * {head}->k); Cell *{at} = {head}->next; free({head}); {head} = {at};"
        return f"{{ Cell *{head} = NULL;\nfor (int {i} = 0; {i} < {self.random.randint(1, 4)}; {i}++) {{ {grown} }}\nwhile ({head}) {{ {walked} }} }}"

    def statement(self, s: Scope, depth: int) -> str:
        kinds = [self.assignment] * 4 + [self.call] * 2
        deep = [self.loop] * 2 + [self.branch] * 2 + [self.memory] * 2
        chosen = self.random.randrange(len(kinds) + len(deep) * (depth > 0))
        return kinds[chosen](s) if chosen < len(kinds) else deep[chosen - len(kinds)](s, depth)

    def block(self, s: Scope, depth: int) -> str:
        if self.chance(0.3):
            v = self.name("v")
            text = f"double {v} = {self.value(s)};\n"
            s.doubles.append(v)
        else:
            text = ""
        return text + "".join(f"{self.statement(s, depth)}\n" for _ in range(self.random.randint(1, 2 + depth)))

    def helper(self, k: int) -> str:
        recursive = self.chance(0.4)
        self.callable, self.recursive = k, f"h{k}" if recursive else ""
        scope = Scope(["a"], {"p": 3}, {}, ["n", "depth"])
        inlined = self.random.choice(("", "__attribute__((noinline)) "))
        early = f"if ({self.condition(scope)}) return {self.value(scope)};\n" if self.chance(0.3) else ""
        return f"static {inlined}double h{k}(double a, double *p, int n, int depth) {{\n{early}{self.block(scope, 2)}return tanh({self.value(scope)});\n}}\n"

    def program(self) -> str:
        helpers = "".join(self.helper(k) for k in range(HELPERS))
        self.callable, self.recursive = HELPERS, ""
        inputs, outputs = self.random.randint(2, 4), self.random.randint(1, 3)
        scope = Scope(["t"], {"m": 4}, {"x": inputs}, [])
        body = "".join(self.block(scope, 3) for _ in range(2))
        start = f"double t = x[0], m[4] = {{{', '.join(f'x[{k % inputs}]' for k in range(4))}}};\n"
        ends = "".join(f"y[{j}] = {self.value(scope)} + m[{j}] * t;\n" for j in range(outputs))
        return HEAD.format(number=self.number) + f"{helpers}static void f(const double *x, double *y) {{\n{start}{body}{ends}}}\n\nCHECK_MAP(f, {inputs}, {outputs})\n"


def program(number: int) -> str:
    """The text of the program of that number."""
    return Writer(number).program()
