"""Writes docs/elsewhere.md from the tables of other tools' words; run this file after changing one of them or a distribution's parameters."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

HEAD = """# Coming from PyMC, Stan, NumPyro, TFP or SciPy

A model is a function whose arguments are data; `@ppl.model` makes a model of it, `bind` a posterior, and `samplers.nuts` draws. Nothing is inside of a
`with` block, a site's name comes first in `ppl.sample`, and a distribution has no name:

```python
import numpy as np
from llbayes import ppl
from llbayes.ppl import HalfNormal, Normal


@ppl.model
def my_model(x, y):                                     # with pm.Model(): x, y = pm.Data(...)
    a = ppl.sample("a", Normal(0, 1))                   # a = pm.Normal("a", 0, 1)
    sigma = ppl.sample("sigma", HalfNormal(1))          # sigma = numpyro.sample("sigma", dist.HalfNormal(1))
    ppl.sample("y", Normal(a * x, sigma), obs=y)        # y ~ normal(a * x, sigma);


posterior = my_model.bind(x=np.arange(3.0), y=np.zeros(3))
print(posterior.log_density(np.zeros(2)))
```

Words of other tools are not taken for ours: the error at their line says what is written here. Below is what it says; names stand without underscores
and in lower case where tools differ in these. Written by `docs/elsewhere_page.py`.

Eight models side by side, and the traps: from [Stan](from_stan.md), [PyMC](from_pymc.md), [NumPyro](from_numpyro.md).
"""


def page() -> str:
    """The whole page."""
    from llbayes.ppl.habits import values, words

    parts = [HEAD, "\n## Parameters of distributions\n\n| distribution | elsewhere | here |\n|---|---|---|\n", *parameters()]
    parts += section("Distributions", words.DISTRIBUTIONS) + section("Words of a model", words.WORDS)
    parts += section("Arguments of ppl.sample", words.ARGUMENTS["sample"]) + section("What a distribution has", words.METHODS)
    parts += section("What a posterior has", words.OF_POSTERIORS) + section("Constraints", {k: f"`{v}`" for k, v in values.CONSTRAINTS.items() if k.isalpha()})
    return "".join(parts)


def parameters() -> Iterator[str]:
    """A row for each parameter that has other names, or is computed of one."""
    from llbayes.ppl.distributions import CONSTRUCTORS
    from llbayes.ppl.habits.parameters import COMPUTED, COMPUTED_OF_ONE, elsewhere

    for name, made in CONSTRUCTORS.items():
        own = list(inspect.signature(made).parameters)
        rows = {f"`{p}`": [word for word in elsewhere(name, own, p) if word not in own] for p in own}
        formulas = {word: f"{p}={formula.format(word)}" for p in own for word, (_, formula) in COMPUTED.get(p, {}).items() if word not in own}
        formulas |= {word: formula for word, (_, formula) in COMPUTED_OF_ONE.get(name, {}).items()}
        for words, here in ((words, here) for here, words in (*rows.items(), *((f"`{f}`", names) for f, names in by_remedy(formulas).items()))):
            if words:
                yield f"| `{name}` | {listed(words)} | {here} |\n"


def section(title: str, table: Mapping[str, str]) -> list[str]:
    """Names with one remedy in a row."""
    return [f"\n## {title}\n\n| elsewhere | here |\n|---|---|\n", *(f"| {listed(names)} | {cell(hint)} |\n" for hint, names in by_remedy(table).items())]


def by_remedy(table: Mapping[str, str]) -> dict[str, list[str]]:
    """The names of each remedy."""
    found: dict[str, list[str]] = {}
    for name, hint in table.items():
        found.setdefault(hint, []).append(name)
    return found


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(__file__).with_name("elsewhere.md").write_text(page())
