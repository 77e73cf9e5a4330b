"""Stan's distributions: their arguments, and which distribution of `ppl` they are. Densities, cdfs and draws follow from that."""
from __future__ import annotations

from typing import NamedTuple

from ..signatures import declare


class Law(NamedTuple):
    """A distribution of Stan's: the notation of its value and arguments (`signatures.py`), and the Python that makes ours of the arguments `_1`, `_2` …;
    `value` what ours takes for Stan's value `_0`."""

    left: str
    arguments: tuple[str, ...]
    python: str
    discrete: bool = False
    value: str = "_0"


LAWS = {
    "normal": Law("reals", ("reals", "reals"), "ppl.Normal(_1, _2)"),
    "bernoulli_logit": Law("ints", ("reals",), "ppl.Bernoulli(logits=_1)", discrete=True),
    "categorical": Law("ints", ("vector",), "ppl.Categorical(_1)", discrete=True, value="_0 - 1"),
}


def declare_densities() -> None:
    """`NAME_lpdf` or `NAME_lpmf` of every law."""
    for name, law in LAWS.items():
        arguments = ", ".join((law.left, *law.arguments))
        declare(f"real {name}_{'lpmf' if law.discrete else 'lpdf'}({arguments}) = np.sum({law.python}.logpdf({law.value}))")


declare_densities()
