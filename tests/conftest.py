"""Fixtures for every test: a compiled-code cache of the test run's own, so that nobody's real one is read or filled."""
import os
import sys
from zlib import crc32

import pytest

skipped: list[str] = []


@pytest.fixture(autouse=True, scope="session")
def cache_home(tmp_path_factory):
    """One cache directory for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def figures_are_closed():
    """Figures that a test drew are closed behind it: matplotlib warns of many open ones."""
    yield
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None and hasattr(pyplot, "close"):        # another thread may be importing it
        pyplot.close("all")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Of laws over large tables one member in n, always the same, runs in `make test`; all do in `make test-all`."""
    for item in items:
        thinned = item.get_closest_marker("thinned")
        if thinned and hasattr(item, "callspec") and crc32(item.nodeid.encode()) % thinned.args[0]:
            item.add_marker(pytest.mark.slow)


def pytest_runtest_logreport(report):
    """Notes what was skipped (an expected failure is not)."""
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(f"{report.nodeid}: {report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """In CI a skipped test is a failure: whatever it needs can be installed."""
    if skipped and os.environ.get("CI") and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if skipped and os.environ.get("CI"):
        terminalreporter.write_line("skipped in CI, which counts as a failure:", red=True)
        for line in skipped:
            terminalreporter.write_line(f"  {line}")
