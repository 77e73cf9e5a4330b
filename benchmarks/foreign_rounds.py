"""Compiled kernels that are called in rounds: what `foreign.py` and the process that has real Enzyme share. It needs NumPy alone.

A kernel is a function `f` in C and a signature, words with commas between them:

    x N            an array of N doubles that takes part       out N          one that is written, whose shadow is set to 1 before each gradient
    index N M      whole numbers below M                       n N, c V       a whole number, a constant double

`wrapped` writes three functions around it, `primal, gradient, split (void **arrays, void **shadows, double *value)`; a program with a `gradient` of its own
brings all three.

    foreign_rounds.py LOOP CPU HEADERS     answers lines of JSON: {"text", "signature"} -> names or a problem, then {"round": name}, {"check": 1}
"""
from __future__ import annotations

import ctypes
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

ROUND_SECONDS = 0.002
TRIM, MAP, KEPT = -1, -3, 1 << 30                   # of glibc's mallopt: memory that is freed stays with the process
NAMES = ("primal", "gradient", "split")
LOOP = "void again(void (*f)(void **, void **, double *), void **a, void **d, double *r, long n) { for (long k = 0; k < n; k++) f(a, d, r); }\n"
TYPES = {"x": "const double *", "out": "double *", "index": "const int *", "n": "int", "c": "double"}


def arguments(signature: str) -> list[list[str]]:
    """x 100, n 100 -> [["x", "100"], ["n", "100"]]."""
    return [word.split() for word in signature.split(",")]


def wrapped(text: str, signature: str, names: tuple[str, ...] = NAMES) -> str:
    """The C of a kernel with the functions that are asked for."""
    if "void gradient(" in text:
        return text
    args = arguments(signature)
    plain = ", ".join(f"({TYPES[kind]})a[{k}]" if "*" in TYPES[kind] else f"*({TYPES[kind]} *)a[{k}]" for k, (kind, *_) in enumerate(args))
    own = ", ".join(f"enzyme_dup, a[{k}], d[{k}]" if kind in ("x", "out") else
                    f"enzyme_const, a[{k}]" if kind == "index" else f"enzyme_const, *({TYPES[kind]} *)a[{k}]" for k, (kind, *_) in enumerate(args))
    seeds = "".join(f"for (int i = 0; i < {size[0]}; i++) ((double *)d[{k}])[i] = 1; " for k, (kind, *size) in enumerate(args) if kind == "out")
    returns = "double f(" in text
    made = {"primal": f"{'*r = ' if returns else ''}f({plain});", "gradient": f"{seeds}__enzyme_autodiff((void *)f, {own});",
            "split": seeds + (f"struct taped t = __enzyme_augmentfwd_value((void *)f, {own}); *r = t.value; __enzyme_reverse((void *)f, {own}, 1.0, t.tape);"
                              if returns else f"void *tape = __enzyme_augmentfwd((void *)f, {own}); __enzyme_reverse((void *)f, {own}, tape);")}
    return text + "".join(f"\nvoid {name}(void **a, void **d, double *r) {{ {made[name]} }}\n" for name in names)


class Arrays:
    """Arguments and shadows of a kernel, the same wherever they are made."""

    def __init__(self, signature: str):
        rng = np.random.default_rng(1)
        self.kinds = [kind for kind, *_ in arguments(signature)]
        self.own = [_made(kind, size, rng) for kind, *size in arguments(signature)]
        self.shadows = [np.zeros(len(a)) for a in self.own]
        self.value = np.zeros(1)
        self.a, self.d = (_pointers(arrays) for arrays in (self.own, self.shadows))

    def gradient(self) -> list[float]:
        """What stands in the shadows."""
        return [float(x) for kind, shadow in zip(self.kinds, self.shadows, strict=True) if kind == "x" for x in shadow]


def _made(kind: str, size: list[str], rng: np.random.Generator) -> np.ndarray:
    if kind in ("n", "c"):
        return np.array([size[0]], float if kind == "c" else np.int32)
    if kind == "index":
        return rng.integers(0, int(size[1]), int(size[0])).astype(np.int32)
    return rng.uniform(0.5, 1.5, int(size[0])) if kind == "x" else np.zeros(int(size[0]))


def _pointers(arrays: list[np.ndarray]) -> Any:
    return (ctypes.c_void_p * len(arrays))(*[a.ctypes.data for a in arrays])


class Rounds:
    """Compiled functions, by name, that are called in rounds."""

    def __init__(self, loop: str, functions: dict[str, int], arrays: Arrays, keep: Any = None):
        for word in (TRIM, MAP):                    # else it depends on the state of the heap whether each call pays for fresh pages, ours and Enzyme's
            ctypes.CDLL(None).mallopt(word, KEPT)
        self.again = ctypes.CDLL(loop).again
        self.again.argtypes = [ctypes.c_void_p] * 4 + [ctypes.c_long]
        self.functions, self.arrays, self.keep = functions, arrays, keep
        self.counts: dict[str, int] = {}

    def check(self) -> list[float]:
        """The gradients after one call of each, one behind the other, from shadows of zero."""
        found: list[float] = []
        for name in self.functions:
            if name != "primal":
                for shadow in self.arrays.shadows:
                    shadow[:] = 0
                self.call(name, 1)
                found += self.arrays.gradient()
        return found

    def value(self) -> float:
        """What is differentiated: the value and the sum of what is written."""
        self.call("primal", 1)
        return float(self.arrays.value[0] + sum(a.sum() for kind, a in zip(self.arrays.kinds, self.arrays.own, strict=True) if kind == "out"))

    def call(self, name: str, n: int) -> None:
        self.again(self.functions[name], self.arrays.a, self.arrays.d, self.arrays.value.ctypes.data, n)

    def round(self, name: str) -> float:
        """Microseconds of a call."""
        if name not in self.counts:
            n = 1
            while (passed := self.timed(name, n)) < ROUND_SECONDS / 4:
                n *= 4
            self.counts[name] = max(1, int(n * ROUND_SECONDS / passed))
        return self.timed(name, self.counts[name]) / self.counts[name] * 1e6

    def timed(self, name: str, n: int) -> float:
        start = time.perf_counter()
        self.call(name, n)
        return time.perf_counter() - start


# ---- the process that has Enzyme

def enzyme(cpu: str, headers: str) -> Callable[[str], list[int]]:
    """A function of C text: the addresses of what it defines of `NAMES`. Enzyme is asked by its own convention inside, in its clang's code."""
    import jax
    import jax.numpy as jnp
    from enzyme_ad.jax import cpp_call

    jax.config.update("jax_enable_x64", True)
    flags = ("-isystem", headers, "-O3", "-target-cpu", cpu, "-vectorize-loops", "-vectorize-slp", "-w")

    def compiled(text: str) -> list[int]:
        names = [name for name in NAMES if f"void {name}(" in text]
        told = " ".join(f"out[{k}] = (long){name};" for k, name in enumerate(names))
        source = f'extern "C" {{\n{text}\n}}\nvoid entry(enzyme::tensor<int64_t, {len(names)}>& out, const enzyme::tensor<double, 1>& in) {{ {told} }}\n'
        made = jax.jit(lambda x: cpp_call(x, out_shapes=[jax.core.ShapedArray((len(names),), jnp.int64)], source=source, fn="entry", argv=flags))
        return [int(address) for address in np.asarray(made(jnp.ones(1))[0])]

    return compiled


def serve(loop: str, cpu: str, headers: str) -> None:
    """Answers lines, each a request, with lines."""
    compiled, current = enzyme(cpu, headers), None
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "text" in asked:
            current, answer = _begun(loop, compiled, asked)
        else:
            assert current is not None, "a kernel comes first"
            answer = current.check() if "check" in asked else current.round(asked["round"])
        print(json.dumps(answer), flush=True)


def _begun(loop: str, compiled: Callable[[str], list[int]], asked: dict[str, str]) -> tuple[Rounds | None, Any]:
    try:
        functions = dict(zip([name for name in NAMES if f"void {name}(" in asked["text"]], compiled(asked["text"]), strict=True))
    except Exception as problem:                       # what it cannot compile is a word in the table
        return None, {"problem": str(problem).splitlines()[-1][:80]}
    return Rounds(loop, functions, Arrays(asked["signature"])), list(functions)


if __name__ == "__main__":
    serve(*sys.argv[1:])
