"""llbayes: probabilistic programming and uncertainty quantification, with the model compiled and differentiated after optimisation.

The rooms, each imported when it is first asked for (`llbayes.ppl`, or `from llbayes import ppl`):

    ppl        the model language: `@ppl.model`, `ppl.sample`, distributions, constraints, posteriors, predictions
    samplers   `nuts`, `hmc`, `metropolis`, `laplace`: draws of a posterior, as ArviZ's own object
    results    tables, problems in plain words, files, of what was drawn; `plots` makes a picture of it
    ad         derivatives of any function in the language: `grad`, `jvp`, `jacobian`, `hvp`, `hessian`, …
    uq         what uncertain inputs do to the outputs of a model: `propagate`, `delta_method`, `sobol`, `laplace`
    models     ready models with their data, named after posteriordb's
    lang       the front end, for those who extend the language; `ir` is the compiler's own

The first five things one does, in a file (the compiler reads the source of a model, so it has to be in one, or in a notebook's cell):

    import numpy as np
    from llbayes import ppl, results, samplers
    from llbayes.ppl import HalfNormal, Normal

    @ppl.model                                                      # 1. write a model: an ordinary function with sites
    def heights(y):
        mu = ppl.sample("mu", Normal(170, 20))
        sd = ppl.sample("sd", HalfNormal(20))
        ppl.sample("y", Normal(mu, sd), obs=y)

    posterior = heights.bind(y=np.array([171.0, 168, 182, 175]))    # 2. give it data
    value, gradient = posterior.value_and_grad(np.zeros(2))         # 3. ask it: density, derivatives, its sites
    tree = samplers.nuts(posterior, seed=1)                         # 4. draw
    print(results.summary_text(tree))                               # 5. look

`posterior.interpret(z)` runs the same body in CPython, breakpoints and all: when a number is in doubt, look there. On the command line:
`llbayes models`, `llbayes run`, `llbayes selftest`, `llbayes info`.
"""
from __future__ import annotations

TYPE_CHECKING = False                           # type checkers take it for true; `typing` would be most of what importing this costs
if TYPE_CHECKING:
    from typing import Any

    from . import ad, ir, lang, models, plots, ppl, results, samplers, uq

__version__ = "0.1.0"
__all__ = ["ad", "ir", "lang", "models", "plots", "ppl", "results", "samplers", "uq"]


def __getattr__(name: str) -> Any:
    """A room is imported when it is first asked for: `import llbayes` costs nothing."""
    if name in __all__:
        from importlib import import_module
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The rooms and the version."""
    return sorted([*__all__, "__version__", "__doc__"])
