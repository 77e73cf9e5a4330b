"""The disk cache: what is stored comes back, nothing else does, and no disk or neighbour can spoil a run."""
import ctypes
import errno
import json
import os
import signal
import subprocess
import sys
import time
import warnings

import pytest

from llbayes.ir.machine import cache, linker, pipelines

TEXT = "define double @f(double %x) {\n  %y = fmul double %x, 3.0\n  ret double %y\n}\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty cache directory of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache, "_verdicts", {})
    monkeypatch.setattr(cache, "_full", set())
    return tmp_path / "llbayes"


@pytest.fixture
def compiles(monkeypatch):
    """List that grows by one at every real compilation."""
    calls, real = [], pipelines.native
    monkeypatch.setattr(pipelines, "native", lambda *args: calls.append(args) or real(*args))
    return calls


def compile_cached(text, setting="full", meta=None, exports=None):
    return cache.compiled((text, setting, repr(exports)), lambda: cache.Entry(pipelines.native(text, setting, exports), meta or {}))


def run(image: bytes) -> float:
    return linker.link(image).function("f", ctypes.c_double, ctypes.c_double)(2.0)


def test_second_time_comes_from_disk(home, compiles):
    first = compile_cached(TEXT, "quick", {"arena": 64})
    second = compile_cached(TEXT, "quick", {"arena": 0})
    assert first == second and second.meta == {"arena": 64} and len(compiles) == 1
    assert run(second.image) == 6.0
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("other", [(TEXT, "lean", None), (TEXT + "\n", "full", None), (TEXT, "full", ["f"])])
def test_text_setting_and_exports_are_in_the_key(home, compiles, other):
    text, setting, exports = other
    compile_cached(TEXT, "full")
    compile_cached(text, setting, exports=exports)
    assert len(compiles) == 2


def test_key_separates_its_parts():
    assert cache.key("ab", "c") != cache.key("a", "bc") != cache.key("abc")


def truncated(data):
    return data[:-1]


def empty(data):
    return b""


def flipped(data):
    return data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]


def foreign(data):
    return b"\x7fELF" + data


def only_the_head(data):
    return data[:20]


@pytest.mark.parametrize("spoil", [truncated, empty, flipped, foreign, only_the_head])
def test_a_spoilt_entry_is_compiled_again(home, compiles, spoil):
    good = compile_cached(TEXT)
    (path,) = cache.entries()
    path.write_bytes(spoil(path.read_bytes()))
    assert compile_cached(TEXT) == good and len(compiles) == 2
    assert compile_cached(TEXT) == good and len(compiles) == 2      # and the entry is whole again


def test_an_entry_under_anothers_name_is_not_taken(home):
    cache.store("a" * 64, b"code", {})
    os.replace(home / ("a" * 64 + cache.SUFFIX), home / ("b" * 64 + cache.SUFFIX))
    assert cache.load("b" * 64) is None


def test_a_link_in_place_of_an_entry_is_not_followed(home, tmp_path):
    cache.store("a" * 64, b"code", {})
    path = home / ("a" * 64 + cache.SUFFIX)
    os.replace(path, tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache.load("a" * 64) is None


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_directory_that_others_can_write_to_is_refused_with_one_warning(home, compiles, mode):
    home.mkdir()
    home.chmod(mode)
    with pytest.warns(cache.CacheWarning, match="can be written to by other users") as seen:
        for _ in range(3):
            assert run(compile_cached(TEXT).image) == 6.0
    assert len(seen) == 1 and len(compiles) == 3 and not list(home.iterdir())


def test_anothers_directory_is_refused_with_one_warning(home, compiles, monkeypatch):
    home.mkdir(mode=0o700)
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.warns(cache.CacheWarning, match="belongs to another user") as seen:
        compile_cached(TEXT)
        compile_cached(TEXT)
    assert len(seen) == 1 and len(compiles) == 2


def test_a_file_in_place_of_the_directory(home):
    home.write_text("")
    with pytest.warns(cache.CacheWarning, match="cannot be made") as seen:
        assert run(compile_cached(TEXT).image) == 6.0
        compile_cached(TEXT)
    assert len(seen) == 1


def test_a_full_disk_costs_one_warning(home, monkeypatch):
    def full(handle, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    compile_cached(TEXT + "; kept")
    monkeypatch.setattr(os, "write", full)
    with pytest.warns(cache.CacheWarning, match="No space left") as seen:
        assert run(compile_cached(TEXT).image) == 6.0
        compile_cached(TEXT)
    monkeypatch.undo()
    assert len(seen) == 1


def test_a_full_disk_leaves_no_half_entry_and_the_rest_is_still_read(home, compiles, monkeypatch):
    compile_cached(TEXT + "; kept")
    real, budget = os.write, [100]

    def runs_full(handle, data):
        if budget[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = real(handle, data[:budget[0]])
        budget[0] -= written
        return written

    with monkeypatch.context() as patch, pytest.warns(cache.CacheWarning):
        patch.setattr(os, "write", runs_full)
        compile_cached(TEXT)
    assert len(list(home.iterdir())) == 1
    compile_cached(TEXT + "; kept")
    assert len(compiles) == 2


def test_the_least_recently_used_go_first(home):
    for k in range(4):
        cache.store(f"{k:064d}", bytes(1000), {})
        os.utime(home / f"{k:064d}{cache.SUFFIX}", (1000 + k, 1000 + k))
    assert cache.load(f"{0:064d}") is not None                              # used just now
    cache.prune(home, limit=2500)
    assert [int(path.stem) for path in cache.entries()] == [0, 3]


def test_temporary_files_of_killed_processes_go_when_old(home):
    home.mkdir(mode=0o700)
    young, old = home / f"young{cache.TEMPORARY}", home / f"old{cache.TEMPORARY}"
    young.touch()
    old.touch()
    os.utime(old, (1, 1))
    cache.prune(home)
    assert young.exists() and not old.exists()


def test_clear_and_size(home):
    cache.store("a" * 64, bytes(1000), {"note": 1})
    assert cache.size() > 1000
    assert cache.clear() == 1 and cache.size() == 0


WRITER = """
import os, sys, time
from llbayes.ir.machine import cache
real = os.write
def slow(handle, data):                      # the file grows byte by byte, so that a kill hits the middle of it
    print("writing", flush=True); time.sleep(0.02)
    return real(handle, data[:1])
os.write = slow
cache.store("a" * 64, bytes(1000), {})
"""

RACER = """
import sys
from llbayes.ir.machine import cache
for k in range(200):
    cache.store("a" * 64, bytes([k % 251]) * 5000, {"k": k % 251})
    entry = cache.load("a" * 64)
    assert entry is not None and entry.image == bytes([entry.meta["k"]]) * 5000, k
print("fine")
"""


def start(program: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})


def test_a_process_killed_while_it_writes_leaves_a_usable_cache(home):
    with start(WRITER) as process:
        assert process.stdout is not None and process.stdout.readline().strip() == "writing"
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    (left,) = home.iterdir()
    assert left.name.endswith(cache.TEMPORARY)
    assert cache.load("a" * 64) is None
    cache.store("a" * 64, b"code", {})
    assert cache.load("a" * 64) == cache.Entry(b"code", {})


def test_two_processes_at_once_see_whole_entries_only(home):
    with start(RACER) as one, start(RACER) as two:
        assert one.communicate()[0].strip() == two.communicate()[0].strip() == "fine"
    assert len(list(home.iterdir())) == 1


def test_meta_survives_as_json(home):
    meta = {"reasons": ["index out of range at model.py:3:5"], "arena": 4096, "nested": {"a": [1, 2.5, None]}}
    cache.store("c" * 64, b"", meta)
    entry = cache.load("c" * 64)
    assert entry is not None and json.dumps(entry.meta) == json.dumps(meta)


def test_a_good_cache_warns_of_nothing(home):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compile_cached(TEXT)
