"""A model inside a model: its sites are those of the whole, under names that begin with the submodel's."""

from __future__ import annotations

import inspect
from typing import Any

from ..base.family import families_of
from ..base.types import is_function
from ..habits.fitting import fits
from ..habits.kinds import described
from ..interpret.services import Services
from ..interpret.table import Definition

SITES = ("sample", "param", "factor", "deterministic", "generate", "submodel", "marginalize")      # words that take the name of a site first
SCORED_OR_KEPT = (*SITES, "generated")           # words that make sites


class Inside:
    """The interpretation of a submodel: that of the whole, with `prefix.` before the names of sites."""

    def __init__(self, whole: Any, prefix: str):
        self.whole, self.prefix = whole, prefix

    def __getattr__(self, word: str) -> Any:
        meaning = getattr(self.whole, word)
        if word not in SITES:
            return meaning

        def prefixed(it: Services, name: Any, *args: Any, **keywords: Any) -> Any:
            if word == "marginalize":                # whose function may sum out another variable, of the submodel too
                keywords["prefix"] = f"{self.prefix}.{keywords.get('prefix', '')}"
            return meaning(it, f"{self.prefix}.{name}" if isinstance(name, str) and name else name, *args, **keywords)

        return prefixed


def run_submodel(whole: Any, it: Services, name: Any, model: Any, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    """What the model's function returns, its sites taken into the whole."""
    if not isinstance(name, str) or not name:
        raise it.error("ppl.submodel takes the name first, then the model", 'as in `ppl.submodel("age", effects, J)`')
    function = model.function if isinstance(model, Definition) else model
    if not is_function(function) or isinstance(function, type) or families_of(function):
        raise it.error(f"`{name}`: the second argument of ppl.submodel must be a model, not {described(model)}",
                       "a function that `@ppl.model` decorates; data that it needs are its arguments")  # fmt: skip
    if callable(function) and not fits(function, args, keywords):
        taken = ", ".join(f"`{n}`" for n in inspect.signature(function).parameters)
        from ..habits.calls import count  # not for `import llbayes.ppl`

        known = inspect.signature(function).parameters
        unknown = [f"`{k}`" for k in keywords if k not in known]
        wrong = f"{', '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} none of them" if unknown else count(function, args, keywords).partition(": ")[2]
        raise it.error(f"`{name}`: the arguments do not fit the model `{function.__name__}`, which takes {taken}: {wrong}",
                       f'`ppl.submodel("{name}", {function.__name__}, …)`')  # fmt: skip
    return it.under(Inside(whole, name), function, *args, **keywords)

