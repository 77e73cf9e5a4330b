"""The parameters of laws, and laws of other parameters, in the compiled language."""
from __future__ import annotations

from typing import Any

from ....ir.given import is_number, plain
from ....lang.values.hooks import compile_time
from ....ppl.base.member import Member, make
from ....ppl.forms.transformed import TransformedForm
from ....ppl.forms.truncated import Truncated

MADE_OF_ONE = (TransformedForm, Truncated)


def stated(law: Any) -> list[tuple[str, float]]:
    """(name, value) of the parameters of the family behind a law; none where it is made of several, or where one is no number. Bounds of cut laws and
    functions of transformed ones stay as they are."""
    if isinstance(law, MADE_OF_ONE):
        return stated(law.base)
    if not isinstance(law, Member) or not all(is_number(plain(p)) for _, p in law.parameters()):
        return []
    return [(spec.name, float(p)) for spec, p in law.parameters()]


@compile_time
def rebuilt(law: Any, params: tuple[Any, ...]) -> Any:
    """The law with other parameters, those of `stated`."""
    if not params:
        return law
    if isinstance(law, Truncated):
        return rebuilt(law.base, params).truncated(law.low, law.high)
    if isinstance(law, TransformedForm):
        return TransformedForm(rebuilt(law.base, params), law.by, law.given)
    return make(law.family, *params)
