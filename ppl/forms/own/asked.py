"""What `Custom` is told beside functions: its name, support, event shape, domains and axes of parameters; ModelError for what is none."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....ir.given import shown
from ...base.constraints import Constraint
from ...base.frames import here
from ...base.types import is_function
from ..given import flag, no_set
from .generator import sizes


def told(name: Any, support: Any, discrete: Any, event: Any, domains: Any, axes: Any) -> None:
    """Looks at all of them."""
    if not isinstance(name, str) or not name:
        raise ModelError(f"`Custom`: `name=` must be a text, not {shown(name)}", here(), '`name="Rayleigh"`, as messages call it')
    flag(f"`{name}`: `discrete=`", discrete, "`discrete=True` where its values are whole numbers, with probabilities")
    if support is not None and not isinstance(support, Constraint) and not is_function(support):
        raise no_set(f"`{name}`", support)
    if not is_function(event) and not all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n > 0 for n in sizes(event)):
        raise ModelError(f"`{name}`: `event=` must be the shape of one value, not {shown(event)}", here(),
                         "`event=3` of vectors of 3, `event=(2, 2)` of matrices; left out of numbers")
    of_parameters(name, "domains", domains, '`domains={"sigma": ppl.positive}`')
    of_parameters(name, "axes", axes, '`axes={"chol": 2}`, how many axes a parameter of one value has')
    for word, n in (axes or {}).items():
        if not isinstance(n, (int, np.integer)) or isinstance(n, bool) or n < 0:
            raise ModelError(f"`{name}`: the axes of `{word}` are a whole number, not {shown(n)}", here(), '`axes={"chol": 2}`')


def of_parameters(name: str, word: str, value: Any, usual: str) -> None:
    """What is said of parameters is a dict, by their names."""
    if value is not None and not isinstance(value, Mapping):
        raise ModelError(f"`{name}`: `{word}=` must be a dict by the names of parameters, not {shown(value)}", here(), usual)


FIRST = {"sample": ("rng",), "quantile": ("p",), "mean": (), "variance": (), **dict.fromkeys(("cdf", "logcdf", "logsf"), ("x",))}


def called(name: str, word: str, f: Any, parameters: tuple[str, ...], usual: str) -> None:
    """ModelError for a function that cannot be called with what it is given: a value, a generator, the parameters."""
    given = (*FIRST[word], *parameters)
    least, most = arity(f)
    if not least <= len(given) <= most:
        raise ModelError(f"`{name}`: `{word}=` is called with ({', '.join(given)}), and takes {least} argument{'' if least == 1 else 's'}", here(), usual)


def arity(f: Any) -> tuple[int, float]:
    """How many arguments a function must be given by place, and how many it can be."""
    from ....lang.values.values import Closure  # not for `import llbayes.ppl`

    if isinstance(f, Closure):
        own = f.node.args
        n = len(own.posonlyargs) + len(own.args)
        return n - len(f.defaults), math.inf if own.vararg else n
    try:
        found = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return 0, math.inf
    by_place = [p for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return sum(p.default is p.empty for p in by_place), math.inf if any(p.kind is p.VAR_POSITIONAL for p in found) else len(by_place)
