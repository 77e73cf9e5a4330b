"""Fixtures for every test: a compiled-code cache of the test run's own, so that nobody's real one is read or filled."""
import pytest


@pytest.fixture(autouse=True, scope="session")
def cache_home(tmp_path_factory):
    """One cache directory for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
