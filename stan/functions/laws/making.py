"""Signatures of the functions that a distribution has: density, distribution functions and draws, each by one rule from the distribution of `ppl`.

Sums run over containers of one length, which numbers join (functions reference, Vectorization). All constants are kept.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...signatures import Signature, Site, add_later, argument
from ...types import INT, REAL, Type
from .law import Law, Laws
from .words import Form, forms

# a function of a distribution -> its Python for one value, and for many
TAILS = {
    "cdf": ("{law}.cdf({value})", "np.prod({law}.cdf({value}))"),
    "lcdf": ("{law}.logcdf({value})", "np.sum({law}.logcdf({value}))"),
    "lccdf": ("{law}.logsf({value})", "np.sum({law}.logsf({value}))"),
}
DENSITY = ("{law}.logpdf({value})", "np.sum({law}.logpdf({value}))")

OLD: dict[str, str] = {}                        # names of the time before Stan 2.33, of functions that are called -> what they are called now


def declare_laws(laws: Laws) -> None:
    """All functions of some distributions."""
    for name, given in laws.items():
        all_of = (given,) if isinstance(given, Law) else given
        density = f"{name}_{'lpmf' if all_of[0].discrete else 'lpdf'}"
        later(density, densities, all_of)
        OLD.update({f"{name}_log": density, f"{name}_cdf_log": f"{name}_lcdf", f"{name}_ccdf_log": f"{name}_lccdf"})
        for tail in all_of[0].tails:
            later(f"{name}_{tail}", of_tail(tail), all_of)
        if all_of[0].draws:
            later(f"{name}_rng", draws, tuple(law for law in all_of if law.draws))


def later(name: str, make: Callable[[str, Law], Iterator[Signature]], laws: tuple[Law, ...]) -> None:
    """The signatures of one function, made when it is asked for."""
    add_later(name, lambda: [signature for law in laws for signature in make(name, law)])


def densities(name: str, law: Law) -> Iterator[Signature]:
    """`NAME_lpdf` or `NAME_lpmf`."""
    for form in forms((law.left, *law.arguments)):
        site = Site(*alike(law, form), not form.many or 0 in form.many, law.cut) if law.observed else None
        yield Signature(name, tuple(map(argument, form.arguments)), REAL, written(DENSITY, law, form), site)


def of_tail(tail: str) -> Callable[[str, Law], Iterator[Signature]]:
    """What makes `NAME_cdf`, `NAME_lcdf` or `NAME_lccdf`."""

    def tails(name: str, law: Law) -> Iterator[Signature]:
        for form in forms((law.left, *law.arguments)):
            yield Signature(name, tuple(map(argument, form.arguments)), REAL, written(TAILS[tail], law, form))

    return tails


def draws(name: str, law: Law) -> Iterator[Signature]:
    """`NAME_rng`: one value of numbers, an array where an argument is a container."""
    one: Type = INT if law.discrete else REAL
    for form in forms(law.arguments):
        made, _ = alike(law, Form(("", *form.arguments), tuple(k + 1 for k in form.many)))
        python = law.drawn.replace("_0", f"ppl.random({before(made)})")
        yield Signature(name, tuple(map(argument, form.arguments)), one.array() if form.many else one, python)


# -- templates
def written(templates: tuple[str, str], law: Law, form: Form) -> str:
    """The Python of a function of the distribution."""
    made, value = alike(law, form)
    return templates[bool(form.many)].format(law=made, value=value)


def alike(law: Law, form: Form) -> tuple[str, str]:
    """The Python of the distribution and of the value; where several arguments are many, the first is looked at whether it is as long as the others."""
    if len(form.many) < 2:
        return law.python, law.value
    first, *others = (f"_{k}" for k in form.many)
    looked = f"st.alike({first}, {', '.join(others)})"
    if first == "_0":
        return law.python, law.value.replace("_0", looked)
    return law.python.replace(first, looked, 1), law.value


def before(python: str) -> str:
    """A template whose arguments count from the first argument in place of the value."""
    return re.sub(r"\b_(\d)\b", lambda found: f"_{int(found[1]) - 1}", python)
