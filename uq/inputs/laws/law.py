"""What stands for the law of an input, in both of its forms: answers as SciPy's frozen distributions, and a distribution of `ppl` in the compiled language.

Distributions of `ppl` answer by what their families say, and others (cut, mixed, transformed) by quantiles of their own (`language_law.py`). Of SciPy's
those that `ppl` has too get its distribution (`scipy_laws.py`); the others have none.
"""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ....ir.errors import SettingsError
from ....ir.given import is_number, plain
from ....ppl.base.distribution import Distribution
from ....ppl.base.family import Family, families_of
from ....ppl.base.member import Member
from ....ppl.distributions import FAMILIES
from ..given import sound
from ..protocol import Marginal
from . import openturns_laws
from .constant import Constant
from .language_law import LanguageLaw
from .openturns_laws import OpenTurnsLaw, is_openturns
from .scipy_laws import NewInterface, in_language

SAMPLED = "the methods need quantiles and densities of numbers: give the parameter behind it a law, or call the methods once for each of its values"


class Law(NamedTuple):
    """The law of one input."""

    frozen: Marginal                 # as SciPy's frozen distributions
    placed: Any                      # what places and scores it in the compiled language, a distribution or a `Constant`; None where nothing does


def is_law(family: Family) -> bool:
    """Is it a family of one continuous number with quantiles?"""
    return family.cdf is not None and not family.discrete and not family.axes


def number(name: str, given: Any) -> float:
    """As a float; SettingsError for a whole number beyond their range."""
    try:
        return float(given)
    except OverflowError:
        raise SettingsError(f"input `{name}` is a number beyond the range of floats") from None


def law_of(name: str, given: Any) -> Law:
    """The law that was given for the input of that name; SettingsError when it is not the law of one continuous number."""
    if isinstance(given, Law):
        return given
    if isinstance(given, Distribution):
        return of_ppl(name, given)
    if is_number(plain(given)):
        return of_number(name, number(name, plain(given)))
    if is_openturns(given):
        return of_openturns(name, given)
    if callable(getattr(given, "icdf", None)) and not callable(getattr(given, "ppf", None)):
        given = NewInterface(given)
    if callable(getattr(given, "ppf", None)):
        return of_scipy(name, given)
    known = ", ".join(dict.fromkeys(f.name for f in FAMILIES if is_law(f)))
    called = getattr(given, "__name__", type(given).__name__)
    hint = f"`{called}(…)` with its parameters" if families_of(given) else ""
    raise SettingsError(f"input `{name}` has the law `{called}`; it must be a number, a distribution of scipy.stats or one of {known}", hint=hint)


def of_ppl(name: str, law: Distribution) -> Law:
    """A distribution of `ppl`."""
    if law.discrete or law.atoms:
        raise SettingsError(f"input `{name}` has the law `{law}`, which has probabilities of single values; inputs are continuous", hint=SAMPLED)
    if law.axes:
        raise SettingsError(f"input `{name}` has the law `{law}` of a vector or a matrix; each input is one number",
                            hint="dependent inputs are a model without observations: `uq.inputs_of(model.bind())`, or have a `copula=`")
    if law.batch(np.shape):
        raise SettingsError(f"input `{name}` has array parameters; each input is one number: give every one a name")
    if not law.has("from_normal"):
        raise SettingsError(f"input `{name}` has the law `{law}`, which has no cdf and no quantiles")
    family = law.family if isinstance(law, Member) else None
    if family is None or family.scipy is None:
        return Law(LanguageLaw(law), law)
    params = [float(p) for _, p in law.parameters()]
    return Law(sound(name, family.in_scipy(*params)), law)


def of_number(name: str, value: float) -> Law:
    """An input that does not vary."""
    if not np.isfinite(value):
        raise SettingsError(f"input `{name}` is {value}; an input that does not vary is a finite number")
    return Law(Constant(value), Constant(value))


def of_openturns(name: str, given: Any) -> Law:
    """A distribution of OpenTURNS."""
    if int(given.getDimension()) != 1:
        raise SettingsError(f"input `{name}` has a law of {given.getDimension()} numbers; each input is one", hint="`uq.from_openturns(distribution)`")
    law = OpenTurnsLaw(given)
    if given.isDiscrete():
        raise SettingsError(f"input `{name}` has the law `{law.name}`, which has probabilities of single values; inputs are continuous", hint=SAMPLED)
    return Law(sound(name, law), openturns_laws.in_language(law))


def of_scipy(name: str, law: Any) -> Law:
    """A frozen distribution of `scipy.stats`, or what answers as one."""
    if callable(getattr(law, "logpmf", None)) and callable(getattr(law, "pmf", None)) and not callable(getattr(law, "pdf", None)):
        raise SettingsError(f"input `{name}` has the law `{law.dist.name}`, which has probabilities of single values; inputs are continuous", hint=SAMPLED)
    return Law(sound(name, law), in_language(law))
