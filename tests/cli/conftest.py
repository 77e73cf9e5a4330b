"""What a user's file imports from its folder is forgotten after each test: a process runs one command line."""
import sys

import pytest


@pytest.fixture(autouse=True)
def a_process_of_its_own(monkeypatch):
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    for name in set(sys.modules) - before:
        if "/pytest-" in str(vars(sys.modules[name]).get("__file__")):
            del sys.modules[name]
