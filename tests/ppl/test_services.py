"""Interpretations ask CPython's host and the staging interpreter for the same services, and for no others."""

import inspect

import pytest

from llbayes.lang.stager import Stager
from llbayes.ppl.interpret.host import Host
from llbayes.ppl.interpret.services import Services

ASKED = {name: f for name, f in vars(Services).items() if inspect.isfunction(f) and not name.startswith("_")}


@pytest.mark.parametrize("run", [Host, Stager])
@pytest.mark.parametrize("name", ASKED)
def test_a_run_offers_every_service(run, name):
    offered, asked = (list(inspect.signature(f).parameters.values()) for f in (getattr(run, name), ASKED[name]))
    assert [p.kind for p in offered[: len(asked)]] == [p.kind for p in asked]
    assert all(p.default is not p.empty for p in offered[len(asked) :])


def test_the_host_offers_nothing_else():
    assert {name for name in vars(Host) if not name.startswith("_")} == set(ASKED) | set(Services.__annotations__)
