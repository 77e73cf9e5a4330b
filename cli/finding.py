"""What `run MODEL` means: a ready model, a posterior `DATA-MODEL`, or a model of a file of one's own, `file.py:name` or `file.stan`; bound to its data."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from ..ir.errors import SettingsError
from .files import nearest
from .words import close, quoted

if TYPE_CHECKING:
    from ..ppl import Model, Posterior
    from ..stan import StanModel

FOREIGN = {".ipynb": "put the model of the notebook into a .py file", ".r": "write the model in Python",
           ".json": "`--data` takes data", ".csv": "`--data` takes data", ".nc": "`llbayes summary` and `llbayes plot` take draws"}


def bound(options: argparse.Namespace) -> Posterior:
    """The posterior that the options mean."""
    from ..ppl import Posterior

    given = bool(options.data or options.set or options.coords)
    found = named(options.model, given)
    if isinstance(found, Posterior):
        if given:
            raise SettingsError(f"`{options.model}` is bound to its data already: give the model's name to bind other data")
        return found
    if is_stan(found):
        from .programs.stan_file import bind as bind_program

        return bind_program(found, options.data, options.set, options.coords)
    from .data import bind

    return bind(found, options.data, options.set, options.coords)


def is_stan(found: Model | Posterior) -> TypeGuard[StanModel]:
    """Is it a Stan program? The room `stan` is imported where there is one, and not for this question."""
    return "llbayes.stan" in sys.modules and isinstance(found, sys.modules["llbayes.stan"].StanModel)


def takes(found: Model | Posterior) -> str:
    """What a model is, and its arguments; of a posterior its sites."""
    import inspect

    from ..ppl import Posterior

    if isinstance(found, Posterior):
        return str(found)
    if is_stan(found):
        from ..stan.written import description
        from .programs.telling import of_stan

        return of_stan(description(found.program), found.__name__)
    says = (inspect.getdoc(found.function) or "").partition("\n")[0]
    given = "".join(f"\n  {parameter}" for parameter in inspect.signature(found.function).parameters.values()) or "\n  nothing"
    return f"{found.__name__}{f': {says}' if says else ''}\ntakes{given}"


def named(text: str, given: bool) -> Model | Posterior:
    """The model or posterior of that name; `given`: are there data for it?"""
    file, name = split(text)
    if file.lower().endswith(".stan"):
        from .programs.stan_file import model_of

        return model_of(file)
    if is_file_name(file):
        from .user_file import found_in

        return found_in(file, name, given)
    return ready(text, given)


def split(text: str) -> tuple[str, str]:
    """(file, name) of `file.py:name`; names of files may have colons in them."""
    file, colon, name = text.rpartition(":")
    return (file, name) if colon and not name.endswith(".py") else (text, "")


def is_file_name(text: str) -> bool:
    """Is this a file's name, and not that of a ready model?"""
    if Path(text).suffix.lower() in FOREIGN:
        raise SettingsError(f"`{text}` is not a Python file or a Stan program: {FOREIGN[Path(text).suffix.lower()]}")
    if text.endswith(".py") or "/" in text or Path(text).suffix != "":
        return True
    from .. import models

    return Path(text).exists() and text not in models.names()


def ready(text: str, given: bool) -> Model | Posterior:
    """A ready model, or one bound to a data set of its own."""
    from .. import models

    if "-" in text and not given:
        return models.posterior(text)
    name = text.rpartition("-")[2]
    if name not in models.names():
        raise LookupError(unknown(name))
    if given:
        return models.get(name)
    fitting = models.data_of(name)
    if len(fitting) == 1:
        return models.posterior(f"{fitting[0]}-{name}")
    raise SettingsError(f"`{name}` needs data: give one of {quoted(f'{data}-{name}' for data in fitting)}, or `--data file.json`")


def unknown(name: str) -> str:
    """What to say of a name that no ready model has."""
    from .. import models

    beside = [Path(f"{name}{suffix}") for suffix in (".py", ".stan")]
    there = next((path for path in beside if path.is_file()), None)
    hint = f"; there is a file: `llbayes run {there}`" if there else close(name, models.names()) or nearest(beside[0]) or nearest(beside[1])
    return f"there is no ready model `{name}`{hint}; `llbayes models` lists them, and a model of your own is `file.py:name` or `file.stan`"
