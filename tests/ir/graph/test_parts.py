"""Functions in parts: what may be cut and where, and that every program computes the same whole and in many parts."""
import numpy as np
import pytest
from programs import PROGRAMS

from llbayes.ad import hvp, value_and_grad
from llbayes.ir.graph import parts
from llbayes.ir.machine import cache, linker, pipelines
from llbayes.ir.text import read, write
from llbayes.ir.text.writer import write_function

VALUED = {n: p for n, p in PROGRAMS.items() if p.expect == "value"}


@pytest.fixture
def small_parts(monkeypatch):
    """Cuts whatever has two instructions for a part; nothing of it meets the cache. Gives the numbers of objects that are made."""
    native, made = pipelines.native, []

    def counted(*args, **kwargs):
        image = native(*args, **kwargs)
        made.append(len([*linker.objects(image)]))
        return image
    monkeypatch.setattr(parts, "LEAST", 15)
    monkeypatch.setattr(cache, "load", lambda name: None)
    monkeypatch.setattr(cache, "store", lambda name, image, meta: None)
    monkeypatch.setattr(pipelines, "native", counted)
    return made


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_programs_in_parts(small_parts, monkeypatch):
    for name in [*VALUED][::25]:
        f, (z, *data) = VALUED[name].function, VALUED[name].args
        z = np.array(z, float)
        cut = value_and_grad(f)(z, *data)
        with monkeypatch.context() as m:
            m.setattr(parts, "LEAST", 10**6)
            whole = value_and_grad(f)(z, *data)
        assert cut[0] == pytest.approx(whole[0], rel=1e-12, nan_ok=True), name
        np.testing.assert_allclose(cut[1], whole[1], rtol=1e-9, atol=1e-10 * (1 + np.max(np.abs(whole[1]))), err_msg=name)
    assert max(small_parts) > 3 and min(small_parts) == 1


def test_a_second_derivative_in_parts(small_parts):
    z, v = np.linspace(-0.4, 0.7, 9), np.cos(np.arange(9.0))

    def f(z):
        return np.sum(np.exp(z) * np.sin(z[::-1])) + np.log(1.0 + z @ z) + np.max(np.cumsum(z)) * np.prod(1.0 + z * z)
    h = 1e-5
    expected = (value_and_grad(f)(z + h * v)[1] - value_and_grad(f)(z - h * v)[1]) / (2 * h)
    np.testing.assert_allclose(hvp(f)(z, v), expected, rtol=1e-7, atol=1e-8)
    assert max(small_parts) > 1


def body(lines, count=40):
    """A function of one long block, and what it returns in the end."""
    adds = "\n".join(f"  %v{k + 1} = fadd double %v{k}, %y" for k in range(count))
    return f"define double @f(ptr noalias readonly %x) {{\nentry:\n{lines}\n{adds}\n  ret double %v{count}\n}}\n"


def cut(text, monkeypatch):
    monkeypatch.setattr(parts, "LEAST", 15)
    monkeypatch.setattr(parts, "LONGEST", 10)
    return [write_function(f) for f in parts.parted(read(text).functions["f"])]


PLAIN = "  %y = load double, ptr %x\n  %v0 = fmul double %y, 2.0"


def test_a_long_block_is_cut_inside_and_passes_what_is_needed(monkeypatch):
    first, second = cut(body(PLAIN), monkeypatch)
    assert "call double @f.part1(double %y, double %v" in first or "call double @f.part1(double %v" in first
    assert second.startswith("define double @f.part1(double %") and "ptr" not in second
    assert "readonly" not in first                      # the other half may be given what was only read


def test_a_short_function_stays_whole(monkeypatch):
    assert len(cut(body(PLAIN, 20), monkeypatch)) == 1


def test_temporaries_stay_apart_and_addresses_are_computed_again(monkeypatch):
    kept = "  %t = alloca [4 x double], align 16\n  %own = alloca double, align 8\n  %a = getelementptr double, ptr %t, i64 1\n"
    text = body(kept + PLAIN + "\n  store double %y, ptr %a, align 8", 28).replace("  ret", "  %w = load double, ptr %a, align 8\n  store double %w, ptr %own\n  ret")
    first, second = cut(text, monkeypatch)
    assert "ptr noalias align 16 dereferenceable(32) %t" in second and "%a = getelementptr double, ptr %t, i64 1" in second
    assert "%own = alloca double, align 8" in second and "%own" not in first


def test_marks_of_lifetimes_stay_with_their_temporaries(monkeypatch):
    lines = "  %t = alloca double, align 8\n  call void @llvm.lifetime.start.p0(ptr %t)\n  store double 1.0, ptr %t\n"
    text = body(lines + PLAIN).replace("  ret", "  call void @llvm.lifetime.end.p0(ptr %t)\n  ret") + "declare void @llvm.lifetime.start.p0(ptr)\n"
    first, second = cut(text + "declare void @llvm.lifetime.end.p0(ptr)\n", monkeypatch)
    assert "lifetime.start" in first and "%t" not in second


@pytest.mark.parametrize("chosen", ["select i1 %c, ptr %x, ptr %t", "inttoptr i64 8 to ptr"])
def test_no_chosen_address_is_passed(monkeypatch, chosen):
    lines = f"  %t = alloca double, align 8\n  %y = load double, ptr %x\n  %v0 = fmul double %y, 2.0\n  %c = fcmp olt double %y, 0.0\n  %a = {chosen}\n"
    text = body(lines).replace("  ret", "  store double %y, ptr %a, align 8\n  ret")
    assert len(cut(text, monkeypatch)) == 1


def test_parts_are_objects_that_call_each_other(monkeypatch):
    module = read(body(PLAIN))
    monkeypatch.setattr(parts, "LEAST", 15)
    monkeypatch.setattr(parts, "LONGEST", 10)
    module.functions = {f.name: f for f in parts.parted(module.functions["f"])}
    image = pipelines.native(write(module), exports=("f",))
    assert len([*linker.objects(image)]) == 2 and not linker.needed(image)
    import ctypes
    x = np.array([1.5])
    assert linker.link(image, exports=("f",)).function("f", ctypes.c_double, ctypes.c_void_p)(x.ctypes.data) == 63.0
    assert image == pipelines.native(write(module), exports=("f",))
