"""Hashes of the final IR text of every ready model, test program and sampler: `emitted.py write FILE`, later `emitted.py compare FILE`.

Shows that a change of the house changed no code: the text is taken where it would become machine code, in every engine, and nothing is compiled.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = re.compile(r"\S*/(?=\w+\.py)")
ENGINES = ("default", "baseline", "fused")
sys.path.insert(0, str(ROOT / "tests"))
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()

import numpy as np  # noqa: E402

from llbayes import ad, models, ppl  # noqa: E402
from llbayes.ad.logdensity import NativeDensity  # noqa: E402


class Recorded(BaseException):
    """Carries a text out of the compiler, past every handler of ours."""


def text_of(action: Callable[[], object]) -> str:
    """The text that the action would have made machine code of; the error's words where it was refused."""
    try:
        action()
    except Recorded as found:
        return str(found)
    except Exception as refused:
        return FOLDERS.sub("", f"{type(refused).__name__}: {refused}")
    return "nothing was compiled"


def record(text: str, *_: object, **__: object) -> bytes:
    raise Recorded(text)


def pipelines() -> object:
    """The module that makes machine code, wherever it stands."""
    return next(m for name, m in sys.modules.items() if name.startswith("llbayes.ir") and name.endswith("pipelines"))


def programs() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every test program as it is, its gradient in all engines, a product with the Hessian, a Jacobian and the gradient inside compiled code."""
    from programs import PROGRAMS
    from programs_more import MORE

    for name, p in (PROGRAMS | MORE).items():
        f, args = p.function, copy.deepcopy(p.args)
        v = np.ones_like(args[0])
        yield f"{name} value", lambda f=f, args=args: ad.evaluate(f)(*args)
        for engine in ENGINES:
            yield f"{name} {engine}", lambda f=f, args=args, engine=engine: ad.value_and_grad(f, engine=engine)(*args)
        yield f"{name} hvp", lambda f=f, args=args, v=v: ad.hvp(f)(*args, v)
        yield f"{name} jacobian", lambda f=f, args=args: ad.jacobian(f)(*args)
        inner = ad.grad(f)

        def nested(*args: object, inner: object = inner) -> object:
            return inner(*args)  # type: ignore[operator]

        yield f"{name} nested", lambda nested=nested, args=args: ad.evaluate(nested)(*args)


def posteriors() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every ready model: density, Hessian product, values, and what is drawn and scored."""
    for name in (f"{models.data_of(model)[0]}-{model}" for model in models.names()):
        for engine in ENGINES:

            def density(name: str = name, engine: str = engine) -> object:
                start = NativeDensity.__init__

                def chosen(self: NativeDensity, staged: object, data: object, engine: str = engine) -> None:
                    start(self, staged, data, engine)  # type: ignore[arg-type]

                NativeDensity.__init__ = chosen  # type: ignore[method-assign]
                try:
                    p = models.posterior(name)
                    return p.value_and_grad(np.zeros(p.dim))
                finally:
                    NativeDensity.__init__ = start  # type: ignore[method-assign]

            yield f"{name} {engine}", density
        p = models.posterior(name)
        yield f"{name} values", lambda p=p: p.constrain(np.zeros(p.dim))
        yield f"{name} prior", lambda p=p: ppl.prior_predictive(p, draws=2, seed=1)


def samplers() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every sampler's own program, with each metric."""
    import llbayes.samplers as s

    def f(x: np.ndarray) -> float:
        return -0.5 * np.sum(x * x)

    few = {"dim": 2, "draws": 10, "tune": 10, "chains": 1, "seed": 1, "progress": False}
    whole = NativeDensity.linked

    def alone(run: Callable[..., object], **settings: object) -> object:
        """The sampler's program is asked for after the density's: that one is really compiled."""
        place = pipelines()
        place.native, kept = real, place.native  # type: ignore[attr-defined]

        def linked(self: NativeDensity) -> object:
            place.native = real  # type: ignore[attr-defined]
            try:
                return whole(self)
            finally:
                place.native = kept  # type: ignore[attr-defined]

        NativeDensity.linked = linked  # type: ignore[method-assign]
        place.native = kept  # type: ignore[attr-defined]
        try:
            return run(f, **few, **settings)
        finally:
            NativeDensity.linked = whole  # type: ignore[method-assign]

    for metric in ("diag", "dense", "low_rank"):
        yield f"nuts {metric}", lambda metric=metric: alone(s.nuts, metric=metric)
        yield f"hmc {metric}", lambda metric=metric: alone(s.hmc, metric=metric)
    yield "metropolis", lambda: alone(s.metropolis)


def hashes() -> dict[str, str]:
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    found = {}
    for cases in (programs, posteriors, samplers):
        for name, action in cases():
            text = text_of(action)
            place = os.environ.get("EMITTED_TEXTS")
            if place:
                Path(place, name.replace("/", "_").replace(" ", "_") + ".ll").write_text(text)
            found[name] = hashlib.sha256(text.encode()).hexdigest()
    return found


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[1] not in ("write", "compare"):
        sys.exit(__doc__)
    found, file = hashes(), Path(sys.argv[2])
    if sys.argv[1] == "write":
        file.write_text(json.dumps(found, indent=0))
        print(f"{len(found)} hashes written")
        return
    before = json.loads(file.read_text())
    wrong = sorted(k for k in before.keys() | found.keys() if before.get(k) != found.get(k))
    for name in wrong:
        print("differs:", name)
    print(f"{len(found)} texts, {len(wrong)} differ")
    sys.exit(bool(wrong))


ad.evaluate(lambda x: x)(1.0)
real = pipelines().native  # type: ignore[attr-defined]
pipelines().native = record  # type: ignore[attr-defined]
if __name__ == "__main__":
    main()
