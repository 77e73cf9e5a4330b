"""What is said of names that are not there: of `ppl`, of distributions, models and posteriors, and of what a model's code names; with what is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...ir.errors import MissingImport, MissingName
from ..base.frames import here, importing
from .calls import closest, listed, nearest, signature
from .values import CONSTRAINTS, is_constructor
from .words import DISTRIBUTIONS, METHODS, OF_MODELS, OF_POSTERIORS, WITH, WORDS, plain

PUBLIC = ("logpdf", "pdf", "cdf", "sf", "logcdf", "logsf", "quantile", "from_normal", "to_normal", "sample", "mean", "variance", "skewness",
          "kurtosis", "sd", "truncated", "noncentered", "support", "bind", "from_json", "sites", "dim", "log_density", "value_and_grad",
          "data_gradients", "hvp", "hessian", "constrain", "unconstrain", "interpret", "diagnose", "coords", "parameters")  # fmt: skip
OF_NUMBERS = ("exp", "log", "softmax", "softplus", "sigmoid", "logit", "identity", "sorted", "none", "flat", "pos")     # words of sets, and of other things
MODULES = ("pm", "pymc", "pymc3", "numpyro", "pyro", "dist", "tfd", "tfp", "tfb", "stan", "stats_model", "pmd")     # as other tools are imported


def of_module(name: str, names: Iterable[str]) -> MissingName | MissingImport | AttributeError:
    """The error for a name that `ppl` does not have: an ImportError where the user imports it."""
    if is_special(name):
        return AttributeError(f"module 'llbayes.ppl' has no attribute {name!r}")
    kind = MissingImport if importing() else MissingName
    return kind(f"`ppl` has no `{name}`", here(), of_ppl(name, names))


def of_ppl(name: str, names: Iterable[str]) -> str:
    """What is written for a name that other tools have beside their distributions; else the nearest name of ours."""
    names = list(names)
    same = next((own for own in names if plain(own) == plain(name)), None)
    if same is not None:
        return f"write `ppl.{same}`"
    found = DISTRIBUTIONS.get(plain(name)) or WORDS.get(plain(name)) or of_set(name)
    if found:
        return found
    near = nearest(name, names)
    return f"did you mean `ppl.{near}`?" if near else "the pages `docs/distributions.md` and `docs/models.md` list what there is"


def of_set(name: str) -> str:
    """What is written for a transform or a constraint of another tool, by its name; empty for other names."""
    word = plain(name)
    bare = next((word.removesuffix(end) for end in ("transform", "constraint", "bijector") if word.endswith(end)), "")
    found = CONSTRAINTS.get(bare) or CONSTRAINTS.get(word) if bare or word not in OF_NUMBERS else ""
    return f"the set is `{found}`: `constraint=` of ppl.sample, or the second argument of ppl.param" if found else ""


def of_distribution(shown: str, name: str, kind: type) -> AttributeError:
    """The error for what a distribution does not have."""
    return lacking(f"`{shown}`", name, kind, METHODS)


def of_model(shown: str, name: str, kind: type) -> AttributeError:
    """The error for what a model does not have."""
    return lacking(f"the model `{shown}`", name, kind, {word: hint.format(name=shown) for word, hint in OF_MODELS.items()})


def of_posterior(name: str, kind: type) -> AttributeError:
    """The error for what a posterior does not have."""
    return lacking("a posterior", name, kind, OF_POSTERIORS)


def lacking(whose: str, name: str, kind: type, table: dict[str, str]) -> AttributeError:
    """The error for an attribute that objects of ours do not have, with the remedy of the table, or the nearest name."""
    if is_special(name):
        return AttributeError(f"{kind.__name__!r} object has no attribute {name!r}")
    public = [n for n in PUBLIC if n in dir(kind)]
    return MissingName(f"{whose} has no `{name}`", here(), table.get(name) or closest(name, public) or f"it has {listed(public)}")


def is_special(name: str) -> bool:
    """Is it a name by which Python and its libraries ask what an object can do?"""
    return name.startswith("_")


def of_undefined(name: str) -> str:
    """What is meant by a name that a model uses and does not define."""
    if name in MODULES:
        return "the words of a model are those of `llbayes.ppl`: `from llbayes import ppl`, `ppl.Normal(0, 1)`"
    if name == "target":
        return 'the log density has no name: `ppl.factor("name", value)` adds to it'
    if name == "model":
        return WITH
    found = DISTRIBUTIONS.get(plain(name))
    return f"for {found}: `from llbayes import ppl`" if found else ""


def of_foreign(owner: Any, name: str) -> str:
    """What is meant by an attribute that an object of another kind does not have."""
    if is_constructor(owner):
        return METHODS.get(name, "") if name in ("dist", "make") else f"call it first: `ppl.{signature(owner)}.{name}`"
    return ""
