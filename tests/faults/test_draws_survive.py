"""Faults at every place of a run at which something is imported, written, shown or allocated: the draws are in memory or on the disk, nothing hangs,
nothing crashes."""
import contextlib
import os
import subprocess

import fault_programs
import numpy as np
import pytest

KEPT = ("whole", "tree", "draws")


def first(*values):
    """The first value always, the others with all tests."""
    return [values[0], *(pytest.param(*value, marks=pytest.mark.slow) if isinstance(value, tuple) else pytest.param(value, marks=pytest.mark.slow) for value in values[1:])]



@contextlib.contextmanager
def small_disk(folder, options="size=192k"):
    """A tmpfs of that size; where mounting is not allowed the test cannot be made."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], capture_output=True).returncode:
        pytest.xfail("mounting is not allowed")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def read_only(folder):
    """A mount that takes nothing, from the superuser either."""
    with small_disk(folder, "ro"):
        yield folder


ROLES = ("output", "cache", "temporary folder", "all")


@pytest.mark.parametrize(("disk", "role"), first(*((disk, role) for disk in (small_disk, read_only) for role in ROLES)))
def test_a_disk_that_takes_nothing_more(tmp_path, disk, role):
    with disk(tmp_path / "disk") as there:
        env = {"XDG_CACHE_HOME": there} if role in ("cache", "all") else {}
        env |= {"TMPDIR": there} if role in ("temporary folder", "all") else {}
        target = there if role in ("output", "all") else tmp_path
        status, last, lines = fault_programs.run(f"""
            tree = drawn(5000)
            before = set(os.listdir({str(target)!r}))
            try:
                results.to_netcdf(tree, {str(target / "draws.nc")!r})
                print("written")
            except results.ExportError as error:
                left = set(os.listdir({str(target)!r})) - before
                print("refused", error.tree is tree, not left, error.rescued is None or np.load(error.rescued)["posterior/a"].shape == (2, 5000, 1), sep=",")
        """, tmp_path, env={name: str(value) for name, value in env.items()})
    assert status == 0, lines
    assert last == ("refused,True,True,True" if role in ("output", "all") else "written")


@pytest.mark.parametrize("limit", first(65536, 4096, 0))
def test_files_may_not_grow(tmp_path, limit):
    status, last, lines = fault_programs.run(f"""
        import resource
        tree = drawn(5000)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        try:
            results.to_netcdf(tree, "draws.nc")
        except results.ExportError as error:
            print("draws.nc" in str(error), error.tree is tree, sorted(os.listdir(".")) == ["program.py"])
    """, tmp_path)
    assert status == 0 and last == "True True True", lines


NO_HOME = {"a file": {"HOME": "/dev/null"}, "none": {"HOME": None}, "no such folder": {"HOME": "/no/such/folder"}, "empty": {"HOME": ""}}


@pytest.mark.parametrize("home", first(*NO_HOME))
def test_without_a_home(tmp_path, home):
    env = {"XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None, "MPLCONFIGDIR": None, **NO_HOME[home]}
    status, last, lines = fault_programs.run("print(outcome(drawn))", tmp_path, env=env)
    assert status == 0 and last in KEPT, lines


BROKEN = {"arviz": "whole", "xarray": "draws", "netCDF4": "whole", "rich": "whole", "matplotlib": "whole"}


@pytest.mark.parametrize(("library", "raised"), first(*((library, raised) for library in BROKEN for raised in ("RuntimeError('broken')", "ImportError('broken')"))))
def test_libraries_that_cannot_be_imported(tmp_path, library, raised):
    (tmp_path / f"{library}.py").write_text(f"raise {raised}")
    status, last, lines = fault_programs.run("print(outcome(drawn))", tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert status == 0 and last == BROKEN[library], lines
    if last == "draws":
        found = [np.load(p) for p in tmp_path.glob("llbayes-draws-*.npz")]
        assert [f["unconstrained_1"].shape for f in found] == [(200, 1)]


ERRORS = {"none": "sys.stderr = None", "closed": "sys.stderr.close()", "its file is closed": "os.close(2)", "a broken pipe": "r, w = os.pipe(); os.close(r); os.dup2(w, 2)",
          "raises": "sys.stderr = type('Odd', (), {'isatty': lambda self: 1 / 0, 'write': lambda self, text: 1 / 0, 'flush': lambda self: 1 / 0})()"}


@pytest.mark.parametrize("kind", first(*ERRORS))
def test_without_a_standard_error(tmp_path, kind):
    status, last, lines = fault_programs.run(f"""
        out = os.fdopen(os.dup(1), "w")
        warnings.simplefilter("always")
        {ERRORS[kind]}
        print(outcome(lambda: drawn(progress=True, draws=20)), file=out, flush=True)
        os._exit(0)
    """, tmp_path)
    assert status == 0 and last == "whole", lines


@pytest.mark.parametrize("room", first(120, 8, 60, 250, 600))
def test_a_memory_limit(tmp_path, room):
    """150 MB of draws; `room` MB more than the process has: drawn and handed over, or refused before, or the error has the draws."""
    status, last, lines = fault_programs.run(f"""
        import resource
        drawn(10)
        pages = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (pages + {room << 20},) * 2)
        begun = []
        from llbayes.samplers import call
        true = call.run_all
        call.run_all = lambda *a: (begun.append(1), true(*a))[1]
        found = outcome(lambda: drawn(90_000))
        print(found if begun else "before")
    """, tmp_path, size=100)
    assert status == 0 and last in (*KEPT, "before"), lines


@pytest.mark.parametrize("place", first("build", "constrain", "diagnose", "warn"))
def test_what_fails_after_the_draws(tmp_path, place):
    breaks = {"constrain": "from llbayes.ppl.posterior import Posterior; Posterior.constrain = lambda *a, **k: 1 / 0", "build": "results.labelled = lambda *a, **k: 1 / 0",
              "diagnose": "results.diagnose = lambda *a, **k: 1 / 0", "warn": "results.diagnose = lambda *a, **k: ['odd']; warnings.simplefilter('error')"}
    right = {"constrain": "draws", "build": "draws", "diagnose": "whole", "warn": "tree"}
    status, last, lines = fault_programs.run(f"{breaks[place]}\nprint(outcome(drawn))", tmp_path)
    assert status == 0 and last == right[place], lines


def test_an_error_from_outside_has_the_draws(tmp_path):
    """An alarm of the user's raises in the main thread while chains run."""
    status, last, lines = fault_programs.run("""
        import signal
        drawn(10)
        def late(*_):
            raise TimeoutError("late")
        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        print(outcome(lambda: drawn(10**7)))
    """, tmp_path)
    assert status == 0 and last == "tree", lines


@pytest.mark.slow
def test_as_many_threads_as_there_can_be(tmp_path):
    status, last, lines = fault_programs.run("""
        import threading
        true, started = threading.Thread.start, []
        def start(self):
            if len(started) >= LIMIT:
                raise RuntimeError("can't start new thread")
            started.append(self)
            true(self)
        right = drawn(chains=4).posterior["a"].values
        for LIMIT in (0, 1, 2):
            started.clear()
            threading.Thread.start = start
            assert (drawn(chains=4).posterior["a"].values == right).all()
        print("same")
    """, tmp_path)
    assert status == 0 and last == "same", lines


def test_handing_over_takes_the_draws_and_the_values_once_each(tmp_path):
    """80 MB of draws: the peak of a run is at most two and a half times as high."""
    status, last, lines = fault_programs.run("""
        import resource, arviz
        drawn(10)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        draws = drawn(50_000).posterior["a"].nbytes
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / draws)
    """, tmp_path, size=100)
    assert status == 0 and float(last) < 2.5, lines


def test_tests_leave_nothing(tmp_path):
    assert not [name for name in os.listdir(".") if name.startswith(("core", "llbayes-draws", ".llbayes"))]
