"""What derivatives of sixteen kernels cost (`kernel_models.py`): a log density, its gradient, a product with its Hessian, eight at once.

    kernels.py [NAME …]                     a table: microseconds in machine code, ratios, emitted code in kB, compile times
    kernels.py BEFORE AFTER [NAME …]        two checkouts against each other: rounds in turn, minima of each, and ratios

Machine code is called by a compiled loop; nothing of Python is in the times, which are minima of rounds in turn. `width 8` is the time of one of eight
products that are made together. Code is the machine code of one product and of eight, compiling that of value and gradient and of eight products.
"""
from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import geometric_mean
from typing import Any

import numpy as np

HERE = Path(__file__).parent
ROUNDS, ROUND_SECONDS = 12, 0.002
COMPILED = 3                                        # times that a compilation is measured
ELF = b"\x7fELF\x02"                                # what an object file begins with
TIMES = ("primal us", "gradient us", "HVP us", "width 8 us")
SIZES = ("HVP kB", "width 8 kB", "compile ms", "width 8 compile ms")
RATIOS = ("gradient / primal", "HVP / gradient", "width 8 / gradient")
CALL = """
define void @again(ptr %f, ptr %argv, ptr %ret, i64 %n) {
enter:
  br label %loop
loop:
  %k = phi i64 [ 0, %enter ], [ %next, %loop ]
  call void %f(ptr %argv, ptr %ret)
  %next = add i64 %k, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}
"""


class Bench:
    """One kernel as machine code: functions of n that call it n times, and what compiling it took."""

    def __init__(self, name: str):
        from gradient import caller, repeater
        from kernel_models import KERNELS

        from llbayes.ad.logdensity import as_target

        kernel = KERNELS[name]
        self.name, self.dim = name, kernel.dim
        self.density = as_target(kernel.density(), kernel.dim).inner
        self.point, self.library = kernel.point(), repeater()
        self.requests: dict[int, tuple[Any, ...]] = {}
        repeat = self.library[1]
        self.calls = [caller(repeat, self.density, self.point, None), caller(repeat, self.density, self.point, np.zeros(self.dim)),
                      self.products(1), self.products(8)]
        self.counts = [calls_in_a_round(call) for call in self.calls]

    def products(self, width: int) -> Callable[[int], Any]:
        """Calls of the program that makes so many Hessian products at once."""
        from gradient import linker, pipelines

        from llbayes.ad.native_density import GRADIENT, Z
        from llbayes.ir import names

        program, self.requests[width] = products_of(self.density, width)
        arrays = {Z: self.point, GRADIENT: np.zeros(self.dim)} | dict(zip(self.density.names, self.density.data, strict=True))
        for k in range(width):
            direction = np.random.default_rng(k).normal(size=self.dim)
            arrays |= {names.tangent(Z, k): direction, names.tangent(GRADIENT, k): np.zeros(self.dim)}
        arena, status, ret = program.arena(), np.zeros(1, np.int64), np.zeros(width + 1)
        own = {names.ARENA: arena.address, names.STATUS: status.ctypes.data}
        argv = (ctypes.c_void_p * len(program.params))(*[own.get(p) or arrays[p].ctypes.data for p in program.params])
        library = linker.link(pipelines.native(CALL, "quick", exports=("again",)), exports=("again",))
        again = library.function("again", None, *[ctypes.c_void_p] * 3, ctypes.c_int64)
        entry = program.library.address("entry")
        keep = (library, program, arrays, arena, status, ret)
        return lambda n: (again(entry, argv, ret.ctypes.data, n), keep)[0]

    def round(self) -> list[float]:
        """Microseconds of a call of each."""
        return [timed(call, n) / n * 1e6 for call, n in zip(self.calls, self.counts, strict=True)]

    def compiled(self) -> list[float]:
        """Sizes of machine code in kB, and CPU milliseconds that compiling takes."""
        one, eight = self.requests[1], self.requests[8]
        emission, gradient = [], []
        for _ in range(COMPILED):
            emission.append(spent(lambda: emitted(*eight)))
            gradient.append(spent(self.gradient))
        return [code_bytes(emitted(*one)) / 1024, code_bytes(emitted(*eight)) / 1024, min(gradient), min(emission)]

    def gradient(self) -> bytes:
        """Object code of value and gradient."""
        from llbayes.ad.native_density import native_text
        from llbayes.ir.machine import pipelines

        text, _ = native_text(self.density.staged)
        return pipelines.native(text, pipelines.fitting(text), exports=("density", "prepare"))


def products_of(density: Any, width: int) -> tuple[Any, tuple[Any, ...]]:
    """The program that a density makes of so many Hessian products, and what it asks the compiler for."""
    from llbayes.ad import native_density

    found: list[tuple[Any, tuple[Any, ...]]] = []
    build = native_density.build
    native_density.build = lambda *asked: found.append((build(*asked), asked)) or found[0][0]
    try:
        density.hessian_products(np.zeros(density.dim), np.zeros((width, density.dim)))
    finally:
        native_density.build = build
    return found[0]


def emitted(text: str, name: str, request: Any) -> bytes:
    """Object code of a program."""
    from llbayes.ad.compile import ENTRY, derive
    from llbayes.ir.machine import pipelines

    return pipelines.native(derive(text, name, request)[0], request.setting, exports=(ENTRY,))


def code_bytes(image: bytes) -> int:
    """Machine code in an image: one object file, or several that stand one behind the other."""
    from llbayes.ir.machine import target

    read = target.llvm().ObjectFileRef.from_data
    return sum(s.size() for rest in image.split(ELF)[1:] for s in read(ELF + rest).sections() if s.is_text())


def spent(action: Callable[[], Any]) -> float:
    """CPU milliseconds."""
    start = time.process_time()
    action()
    return (time.process_time() - start) * 1e3


def timed(call: Callable[[int], Any], n: int) -> float:
    start = time.perf_counter()
    call(n)
    return time.perf_counter() - start


def calls_in_a_round(call: Callable[[int], Any]) -> int:
    n = 1
    while (passed := timed(call, n)) < ROUND_SECONDS / 4:
        n *= 4
    return max(1, int(n * ROUND_SECONDS / passed))


# ---- one process a checkout, which is asked for a round or for what compiling takes, and answers with a line of numbers

def serve(names: list[str]) -> None:
    benches = [Bench(name) for name in names]
    print(json.dumps([b.dim for b in benches]), flush=True)
    for line in sys.stdin:
        k, what = line.split()
        print(json.dumps(getattr(benches[int(k)], what)()), flush=True)


class Checkout:
    """A process that has a checkout's package."""

    def __init__(self, root: Path, names: list[str]):
        self.place = tempfile.TemporaryDirectory()                # the package stands in it as `llbayes`, the cache is another folder
        Path(self.place.name, "llbayes").symlink_to(root.resolve())
        environment = os.environ | {"PYTHONPATH": self.place.name, "XDG_CACHE_HOME": str(Path(self.place.name, "cache"))}
        self.process = subprocess.Popen([sys.executable, str(HERE / "kernels.py"), "--serve", *names], env=environment, cwd=HERE, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.dims: list[int] = self._answer()

    def ask(self, k: int, what: str) -> list[float]:
        assert self.process.stdin is not None, "it was opened"
        self.process.stdin.write(f"{k} {what}\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None, "it was opened"
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()
        self.place.cleanup()


def measured(roots: list[Path], names: list[str]) -> list[list[dict[str, Any]]]:
    """The rows of each checkout; rounds in turn."""
    checkouts = [Checkout(root, names) for root in roots]
    found: list[list[dict[str, Any]]] = [[] for _ in roots]
    for k, name in enumerate(names):
        rounds = [[c.ask(k, "round") for c in checkouts] for _ in range(ROUNDS)]
        for j, c in enumerate(checkouts):
            best = [min(column) for column in zip(*(r[j] for r in rounds), strict=True)]
            found[j].append({"kernel": name, "dim": c.dims[k]} | row(best, c.ask(k, "compiled")))
    for c in checkouts:
        c.close()
    return found


def row(times: list[float], sizes: list[float]) -> dict[str, float]:
    primal, gradient, product, eight = times[0], times[1], times[2], times[3] / 8
    ratios = dict(zip(RATIOS, (gradient / primal, product / gradient, eight / gradient), strict=True))
    return dict(zip(TIMES, (primal, gradient, product, eight), strict=True)) | ratios | dict(zip(SIZES, sizes, strict=True))


def with_mean(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows and the geometric mean of every column but the dimension."""
    return [*rows, {"kernel": "geometric mean", "dim": ""} | {key: geometric_mean([r[key] for r in rows]) for key in (*TIMES, *RATIOS, *SIZES)}]


def ratios(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """After over before of what was measured; the ratios of each as they are."""
    quotients = [{"kernel": b["kernel"], "dim": b["dim"]} | {key: a[key] / b[key] for key in (*TIMES, *SIZES)} for b, a in zip(before, after, strict=True)]
    return [q | {f"{key}, {word}": r[key] for key in RATIOS for word, r in (("before", b), ("after", a))}
            for q, b, a in zip(quotients, before, after, strict=True)]


def main() -> None:
    from kernel_models import KERNELS
    from tables import report, show, words

    asked = words()
    roots = [Path(w) for w in asked if Path(w).is_dir()]
    names = [w for w in asked if w in KERNELS] or list(KERNELS)
    if len(roots) not in (0, 2) or set(asked) - set(names) - set(map(str, roots)) - {w for w in asked if Path(w).is_dir()}:
        sys.exit(__doc__)
    if roots:
        before, after = map(with_mean, measured(roots, names))
        show("before", before)
        show("after", after)
        show("after / before", ratios(before, after))
    else:
        rows = measured([HERE.parent], names)[0]
        report("kernels", rows if asked else with_mean(rows))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2:])
    else:
        main()
