"""The trial run of a model at binding: its data in, its sites out, in CPython; or what stands against them, all problems of the data at once."""

from __future__ import annotations

import re

import numpy as np

from ...ir.errors import DataError, LlbayesError, ModelError, OutsideDomain
from ..base.family import families_of
from ..base.frames import raised_at, raised_by_us
from ..inputs.data import data_error
from ..inputs.indexed import Indexed
from ..inputs.tables import seen_as
from ..insight import names_there, shapes_there
from ..interpret.check import Check
from ..interpret.host import Host
from ..interpret.names import clash
from ..interpret.running import run
from ..interpret.table import Binding, Definition, Site
from ..missing.gaps import uncovered
from ..missing.moving import refuse_moving

ATTEMPTS = 50                                                     # points at which a model may refuse to run before binding gives up
REFUSALS = (AssertionError, ArithmeticError, ValueError, IndexError)         # of a point: at another one the model may run
DATA_KINDS = (ValueError, LookupError, ArithmeticError, AssertionError)  # of errors that other data might not raise
WHOLE = "indices, sizes and bounds are whole numbers and data, never parameters; `x: ppl.Int` converts 1.0 to 1 when data are bound"
QUOTED = re.compile(r"'(\w+)'")
HINTS = (                                                         # a kind of error, words of Python's message, the way out
    (IndexError, "out of bounds", "indices count from 0; for data that count from 1: ppl.index(a, n, base=1)"),
    (IndexError, "integer", WHOLE),
    (TypeError, "as an integer", WHOLE),
    (ValueError, "read-only", "data cannot be written: work on a copy, `x = x.copy()`"),
    (TypeError, "'Member'", 'a distribution is no number: its value is that of a site, `x = ppl.sample("x", …)`'),
    (TypeError, "can't multiply sequence", "lists in a dict or a tuple stay lists: make arrays of them, `np.array(…)`, or bind a DataFrame"),
    (TypeError, "converted to Python scalars", "functions of `math` take numbers; those of NumPy take arrays"),
)


def try_out(model: Definition, binding: Binding) -> None:
    """Runs the model, at another point where it refuses the last, and leaves its sites and the point in the binding."""
    error: LlbayesError | None = None
    for attempt in range(ATTEMPTS):
        host = Host(np.zeros(0))
        found = Check(binding, host, attempt)
        try:
            attempted(model, binding, found, host)
            if found.learnt():
                host = Host(np.zeros(0))
                found = Check(binding, host, attempt)
                attempted(model, binding, found, host)
                found.learnt()
        except OutsideDomain as e:
            error = e
            continue
        except REFUSALS as e:
            if isinstance(e, LlbayesError):
                raise
            error = unrunnable(model.__name__, e, found.sites)
            if gaps := uncovered(binding):
                error = data_error(model, [*gaps, str(error)])
            continue
        binding.sites, binding.point = found.sites, host.z
        binding.label_entries()
        apart(binding)
        if found.moving:
            refuse_moving(model, binding)
        return
    assert error is not None, "the last attempt ended in a refusal"
    raise error from None


def apart(binding: Binding) -> None:
    """ModelError where names of sites and dims cannot live in one result: found here, they cost no draws."""
    if found := clash(binding):
        problem, site = found
        raise ModelError(f"{problem}{site.where}", hint="give it another name")


def attempted(model: Definition, binding: Binding, found: Check, host: Host) -> None:
    """One run. What the model itself raises there goes through."""
    try:
        guarded = {k: seen_as(v, Indexed) for k, v in binding.data.items()}
        run(model.function, found, host, guarded)
    except LlbayesError as e:
        e.position = e.position or raised_at(e)
        if problems := [*uncovered(binding), *found.problems]:
            raise data_error(model, [*problems, str(e)]) from None
        raise e from None
    except REFUSALS:
        raise
    except Exception as e:
        if raised_by_us(e) and not isinstance(e, IndexError):
            raise
        error = unrunnable(model.__name__, e, found.sites)
        gaps = uncovered(binding)
        raise (data_error(model, [*gaps, str(error)]) if gaps else error) from None
    if problems := [*uncovered(binding), *found.problems]:
        raise data_error(model, problems)


def unrunnable(name: str, e: Exception, sites: dict[str, Site]) -> LlbayesError:
    """What Python says about the user's code, at its line, with a way out."""
    said = f"{type(e).__name__}: {e}"
    if isinstance(e, AttributeError) and (made := families_of(e.obj)):
        said = f"`{made[0]}` has no `{e.name}` before it is called"
    kind, cause = (DataError, " with these data") if isinstance(e, DATA_KINDS) else (ModelError, "")
    return kind(f"`{name}` cannot be run{cause}: {said}", raised_at(e), hint(e, sites))


def hint(e: Exception, sites: dict[str, Site]) -> str:
    """The way out of an error of Python's, where we know one."""
    if isinstance(e, NameError) and e.name in sites:
        return f'keep the value of the site: {e.name} = ppl.sample("{e.name}", …)'
    if isinstance(e, NameError):
        return meant(e) or names_there(e, e.name or unset(e))
    if isinstance(e, AttributeError):
        return meant(e)
    if isinstance(e, ValueError) and (shapes := shapes_there(e)):
        return shapes
    return next((way for kind, words, way in HINTS if isinstance(e, kind) and words in str(e)), "")


def meant(e: NameError | AttributeError) -> str:
    """What is written here for a name of another tool."""
    from ..habits.names import of_foreign, of_undefined  # not for `import llbayes.ppl`

    if isinstance(e, NameError):
        return of_undefined(e.name or unset(e))
    return of_foreign(e.obj, e.name or "")


def unset(e: NameError) -> str:
    """The name of a variable that has no value yet, which Python says in its message alone."""
    return next(iter(QUOTED.findall(str(e))), "")
