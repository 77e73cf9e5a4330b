"""Words of other tools that change data are answered by what does: of the module, of a model, of a posterior."""

from __future__ import annotations

import pytest

from llbayes import ppl
from llbayes.ir.errors import LlbayesError


@ppl.model
def line(y):
    a = ppl.sample("a", ppl.Normal(0, 1))
    ppl.sample("y", ppl.Normal(a, 1), obs=y)


OWNERS = {"the module": lambda: ppl, "a model": lambda: line, "a posterior": lambda: line.bind(y=[1.0])}


@pytest.mark.parametrize("word", ["set_data", "update_data", "rebind"])
@pytest.mark.parametrize("owner", OWNERS)
def test_what_changes_data_is_said(owner, word):
    if owner == "a posterior" and word == "rebind":
        return
    with pytest.raises((LlbayesError, AttributeError)) as told:
        getattr(OWNERS[owner](), word)
    said = str(told.value)
    assert "posterior.rebind(" in said and "ppl.predict(" in said and "again" not in said
