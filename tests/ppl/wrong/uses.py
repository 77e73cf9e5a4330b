"""Wrong uses as data: text of a program and what the message must hold. `told` runs one as a user's file, and gives what is wrong with the answer."""
from __future__ import annotations

import linecache
import re
import warnings
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

import llbayes
from llbayes import ad, ppl, results, samplers
from llbayes.ir.errors import LlbayesError

INSIDE = re.compile(r"/(?:ir|lang|ad|ppl|samplers|uq|results)/\w+\.py|has no attribute|NoneType|Scalar\b|Closure|positional argument|Traceback"
                    r"|unexpected keyword|operands could not|not subscriptable|object is not|unhashable|list index")  # fmt: skip
MODEL = "@ppl.model\ndef m({}):\n    b = ppl.sample('b', Normal(0, 1))\n{}\nm.bind({})"


class Use(NamedTuple):
    """A wrong use: of what, the program, and what its answer must hold."""

    title: str
    program: str
    fragments: tuple[str, ...]


def use(title: str, program: str, *fragments: str) -> Use:
    """Of a program."""
    return Use(title, program, fragments)


def site(title: str, body: str, *fragments: str, data: str = "") -> Use:
    """Of lines in a model of some data, which has a parameter `b`."""
    taken = ", ".join(f"{name}={name.upper()}" for name in ("y", "x", "g", "k", "gaps", "there") if re.search(rf"\b{name}\b", body))
    return Use(title, MODEL.format(taken, "\n".join(f"    {line}" for line in body.split("\n")), data), fragments)


@ppl.model
def groups(g, y, J, x=None):
    """Rows in labelled groups."""
    tau = ppl.sample("tau", ppl.HalfNormal(1))
    theta = ppl.sample("theta", ppl.Normal(0, tau), dims="group")
    w = ppl.sample("w", ppl.Normal(0, 1), shape=J)
    ppl.deterministic("top", theta[0])
    ppl.sample("y", ppl.Normal(theta[ppl.index(g, J)] + w[0], 1), obs=y, dims="row")


@ppl.model
def effects(n, idx):
    """A part of other models."""
    sd = ppl.sample("sd", ppl.HalfNormal(1))
    return ppl.sample("u", ppl.Normal(0, sd), shape=n)[idx]


@ppl.model
def classes(y):
    """A class of each row, summed out."""
    mu = ppl.sample("mu", ppl.Normal(0, 1))
    ppl.marginalize("z", ppl.Bernoulli(0.3), lambda k: ppl.Normal(mu + k, 1).logpdf(y), dims="row")


@cache
def fitted() -> tuple[ppl.Posterior, ppl.Posterior]:
    """Both, bound."""
    return groups.bind(g=[0, 0, 1, 2], y=[1.0, 2.0, 3.0, 4.0], J=3, coords={"group": list("abc"), "row": [10, 11, 12, 13]}), classes.bind(y=[0.5, 1.0])


def tree_of(posterior: ppl.Posterior, n: int = 4) -> object:
    """A few draws of it."""
    values = posterior.constrain(np.random.default_rng(1).normal(size=(1, n, posterior.dim)))
    return results.from_groups({"posterior": values}, coords=posterior.coords, dims={v.name: v.dims for v in posterior.variables})


def scope() -> dict[str, object]:
    """What a program finds: the package, data, two fitted models with a tree of each."""
    p, mixed = fitted()
    return {**vars(ppl), **{name: getattr(ppl, name) for name in ppl.__all__}, "llbayes": llbayes, "ad": ad, "ppl": ppl, "np": np, "pd": pd, "xr": xr, "samplers": samplers,
            "results": results, "groups": groups, "effects": effects, "classes": classes, "p": p, "mixed": mixed, "tree": tree_of(p), "of_mixed": tree_of(mixed),
            "Y": np.array([0.5, -0.3, 1.2]), "X": np.array([1.0, 2.0, 3.0]), "G": np.array([0, 1, 1]), "K": np.array([1, 0, 2]), "GAPS": np.array([0.5, np.nan, 1.2]),
            "THERE": np.array([True, False, True]), "nan": np.nan, "tree_of": tree_of}  # fmt: skip


def answer(word: str, wrong: Use) -> tuple[object, str]:
    """What a program ends in, and the name of its file."""
    file = f"/home/user/{word.replace(' ', '_').replace('/', '_')}/{wrong.title.replace(' ', '_').replace('/', '_')}.py"
    linecache.cache[file] = len(wrong.program), None, wrong.program.splitlines(keepends=True), file
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = scope()
            exec(compile(wrong.program, file, "exec"), found)
    except Exception as error:
        return error, file
    finally:
        linecache.cache.pop(file, None)
    return found.get("found"), file


def judged(word: str, wrong: Use) -> str:
    """What is wrong with the answer to a wrong use; empty where nothing is."""
    error, file = answer(word, wrong)
    if not isinstance(error, LlbayesError):
        return f"{type(error).__name__}: {error}"
    said = str(error).replace(file, "FILE")
    if not re.search(r"\bFILE:\d+", said.replace(__file__, "FILE")):
        return f"no place: {said}"
    if inside := INSIDE.search(said):
        return f"it shows {inside[0]!r}: {said}"
    lacking = [f for f in wrong.fragments if f not in said]
    return f"lacks {lacking}: {said}" if lacking else ""
