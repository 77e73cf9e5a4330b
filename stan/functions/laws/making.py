"""Signatures of the functions that a distribution has: density, distribution functions and draws, each by one rule from the distribution of `ppl`.

Sums run over containers of one length, which numbers join (functions reference, Vectorization). All constants are kept.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator

from ...signatures import Signature, Site, add_later, argument, shifted
from ...types import INT, REAL, Type
from .law import Law, Laws
from .words import Form, forms

# functions of a distribution: of one value, of many where one argument is long, and where several are, whose lengths are looked at
TEMPLATES = {
    "lpdf": ("{law}.logpdf({value})", "np.sum({law}.logpdf({value}))", "st.lpdf({law}, {value})"),
    "cdf": ("{law}.cdf({value})", "np.prod({law}.cdf({value}))", "st.cdf({law}, {value})"),
    "lcdf": ("{law}.logcdf({value})", "np.sum({law}.logcdf({value}))", "st.lcdf({law}, {value})"),
    "lccdf": ("{law}.logsf({value})", "np.sum({law}.logsf({value}))", "st.lccdf({law}, {value})"),
    "rng": ("ppl.random({law})", "ppl.random({law})", "ppl.random(st.alike({law}))"),
}
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
        site = Site(law.python, law.value, not form.many or 0 in form.many, law.cut, form.many) if law.observed else None
        yield Signature(name, tuple(map(argument, form.arguments)), REAL, law.density or written("lpdf", law, form), site=site)


def of_tail(tail: str) -> Callable[[str, Law], Iterator[Signature]]:
    """What makes `NAME_cdf`, `NAME_lcdf` or `NAME_lccdf`."""

    def tails(name: str, law: Law) -> Iterator[Signature]:
        for form in forms((law.left, *law.arguments)):
            yield Signature(name, tuple(map(argument, form.arguments)), REAL, written(tail, law, form))

    return tails


def draws(name: str, law: Law) -> Iterator[Signature]:
    """`NAME_rng`: one value of numbers, an array where an argument is a container. Its arguments count from the first, in place of the value."""
    one: Type = INT if law.discrete else REAL
    ahead = law._replace(python=shifted(law.python, -1))
    for form in forms(law.arguments):
        python = law.drawn.replace("_0", written("rng", ahead, form))
        yield Signature(name, tuple(map(argument, form.arguments)), one.array() if form.many else one, python)


def written(what: str, law: Law, form: Form) -> str:
    """The Python of a function of the distribution."""
    return TEMPLATES[what][min(len(form.many), 2)].format(law=law.python, value=law.value)
