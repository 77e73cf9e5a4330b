"""Writes docs/special.md from the tables of special functions; run this file after changing one of them."""
from __future__ import annotations

import inspect
import math
from pathlib import Path

from llbayes.ad.rules.partials import RULES
from llbayes.ad.rules.symbols import Refused
from llbayes.lang.calls.recognition import TABLE
from llbayes.lang.library.laws import continuous, counts, methods
from llbayes.lang.library.laws.law import Law
from llbayes.lang.library.ufunc import Ufunc
from llbayes.ppl import special

HEAD = """# Special functions

`from llbayes.ppl import special` has every special function of the language by its name: on numbers and arrays in CPython, and compiled. SciPy's
functions of the same names are compiled as these, so a model may as well say `scipy.special.gammaincinv`.

```python
import numpy as np
from llbayes import ad
from llbayes.ppl import special

special.gammaincinv(2.5, np.array([0.1, 0.5]))                     # in CPython
slope = ad.grad(lambda a: special.gammaincinv(a, 0.5))             # compiled; so are derivatives in shapes
slope(2.5)
```

Operands broadcast, integers become floats, and nothing warns: outside of its range a function is nan or infinite, as *outside* says. *Range* is where the
tests compare the function with mpmath, to the relative error that *error* says (an absolute one beside it holds at zeros); most hold further out.
*Derivatives* names the operands in which it can be differentiated, twice at least; those are right to 1e-11 where the function is smooth. Counts
(of trials, of a polygamma function's order) have none. Real numbers give real ones: `scipy.special.lambertw(x).real` is compiled as `lambertw(x)`.

Laws of scipy.stats are compiled too: at the end. This page is written by `docs/special_page.py` from the compiler's own tables.

"""
LAWS_HEAD = """Densities and distribution functions of these are compiled where a value or a parameter is a run-time number, frozen laws too
(`scipy.stats.norm(mu, sd).logpdf(x)`), with `loc` and `scale`; distributions of `ppl` have samples, moments and truncated forms besides.
"""


def page() -> str:
    """The whole page."""
    lines = [HEAD, "## Of numbers\n", "| function | value | range | error | outside | derivatives |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join(cells(name, getattr(special, name)))} |" for name in special.__all__ if isinstance(getattr(special, name), Ufunc)]
    lines += ["\n## Of arrays, and of numbers that are known when compiled\n", "| function | value |", "|---|---|"]
    lines += [other(name) for name in special.__all__ if not isinstance(getattr(special, name), Ufunc)]
    lines += ["\n## Laws of scipy.stats\n", LAWS_HEAD, *laws()]
    return "\n".join(lines) + "\n"


def shapes(law: Law) -> str:
    """Its shapes in brackets, if it has any."""
    return f"({', '.join(law.shapes)})" if law.shapes else ""


def laws() -> list[str]:
    """A line for the laws of real numbers, one for those of counts."""
    return [f"{what}: " + ", ".join(f"`{name}{shapes(law)}`" for name, law in table.items()) + f". Methods: {', '.join(f'`{m}`' for m in asked)}.\n"
            for what, table, asked in (("Of real numbers", continuous.LAWS, methods.REAL), ("Of counts", counts.LAWS, methods.COUNTS))]


def other(name: str) -> str:
    """The line of what is no function of numbers."""
    call = TABLE[special.MODULE + name]
    own = name not in special.scipys()
    parameters = inspect.signature(getattr(special, name)).parameters.values() if own else list(call.signature.parameters.values())[1:]
    shown = ", ".join(str(p.replace(annotation=inspect.Parameter.empty)) for p in parameters)
    return f"| `{name}({shown})` | {said(getattr(special, name).__doc__ if own else call.doc)} |".replace("|x|", "\\|x\\|")


def cells(name: str, row: Ufunc) -> list[str]:
    """One row of the table."""
    names, rule = operands(row), RULES.get(row.symbol)
    domains = row.domains or (rule.domains if rule is not None else ())
    ranges = "; ".join(f"{x}: {shown(d)}" for x, d in zip(names, domains, strict=True)) if domains else "real numbers"
    edges = "; ".join(f"{number(value)} at {', '.join(map(number, at))}" for at, value in row.edges.items() if not any(map(math.isnan, at)))
    error = f"{row.within[0]:.0e}".replace("e-0", "e-") + (f", or {row.within[1]:.0e}".replace("e-0", "e-") if row.within[1] else "")
    unknown = [k for k, partial in enumerate(rule or ()) if isinstance(partial, Refused)]
    smooth = [x for k, x in enumerate(names) if k not in unknown and not (k < len(domains) and isinstance(domains[k], range))]
    meaning = said(row.body.__doc__) if row.body is not None else row.doc
    return [f"`{name}({', '.join(names)})`", meaning.replace("|", "\\|"), ranges, error, edges, ", ".join(smooth)]


def operands(row: Ufunc) -> list[str]:
    """Their names."""
    return list(inspect.signature(row.body).parameters) if row.body is not None else ["x", "y", "z"][: row.arity]


def said(text: str | None) -> str:
    """A docstring in one line."""
    return "; ".join(" ".join(part.split()).rstrip(".") for part in (text or "").split("\n\n"))


def shown(domain: tuple[float, float] | range) -> str:
    """An interval, or the whole numbers of a range."""
    if isinstance(domain, range):
        return f"whole, {domain[0]} to {domain[-1]}"
    return f"{number(domain[0])} to {number(domain[1])}"


def number(x: float) -> str:
    """A number as one writes it."""
    return f"{x:.4g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")


if __name__ == "__main__":
    Path(__file__).with_name("special.md").write_text(page())
