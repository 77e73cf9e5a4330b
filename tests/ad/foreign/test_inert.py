"""Functions known by name: what nothing flows through, what never returns, what is refused and the reason."""
from __future__ import annotations

import pytest

from llbayes.ad import foreign as engine
from llbayes.ad.rules.inert import is_inert, is_noreturn, unsupported
from llbayes.ir import foreign
from llbayes.ir.errors import UnsupportedError

MODULE = """declare void @{name}(ptr)
declare double @__enzyme_{mode}(...)
define double @f(ptr %x) {{
  call void @{name}(ptr %x)
  %v = load double, ptr %x
  %w = fmul double %v, %v
  ret double %w
}}
define double @g(ptr %x, ptr %d) {{
  %r = call double (...) @__enzyme_{mode}(ptr @f, ptr %x, ptr %d)
  ret double %r
}}
"""
MODES = ("autodiff", "fwddiff")


def differentiated(name, mode):
    return engine.differentiate(foreign.load(MODULE.format(name=name, mode=mode)))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["puts", "sprintf", "_ZNSolsEi", "_FortranAioOutputReal64", "srand"])
def test_words_are_inert(name, mode):
    assert is_inert(name)
    assert "fmul" in differentiated(name, mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("name", "words"), [
    ("sscanf", "may write numbers into memory"), ("fread", "may write numbers into memory"), ("_ZNSirsERd", "may write numbers into memory"),
    ("_FortranAioInputReal64", "may write numbers into memory"), ("qsort", "calls a function back"), ("pthread_create", "starts a thread"),
    ("_FortranAMatmulReal8Real8", "has no derivative"), ("fesetround", "depends on the rounding mode"),
])
def test_what_is_refused_says_why(name, words, mode):
    assert not is_inert(name)
    with pytest.raises(UnsupportedError, match=f"`{name}` {words}"):
        differentiated(name, mode)


@pytest.mark.parametrize("mode", MODES)
def test_what_is_not_known_is_never_inert(mode):
    with pytest.raises(UnsupportedError, match="no derivative rule for the function `fill`"):
        differentiated("fill", mode)


@pytest.mark.parametrize("name", [
    "abort", "__assert_fail", "_ZSt20__throw_length_errorPKc", "_ZSt28__throw_bad_array_new_lengthv", "_FortranAStopStatementText",
    "_ZN4core9panicking18panic_bounds_check17h0123456789abcdefE", "_RNvNtCs1234_4core9panicking5panic", "_ZN5alloc7raw_vec12handle_error17h0123E",
    "_ZN4core6option13unwrap_failed17h01E", "_ZN4core6result13unwrap_failed17h01E",
])
def test_what_never_returns(name):
    assert is_noreturn(name)


@pytest.mark.parametrize("name", ["exit_loop", "aborted", "_ZN3foo4exitEv", "printf_like", "memchr", "absolute", "llvm.sin.f64"])
def test_others_are_none_of_these(name):
    assert not is_noreturn(name) and not is_inert(name)
    assert name == "memchr" or unsupported(name) is None
