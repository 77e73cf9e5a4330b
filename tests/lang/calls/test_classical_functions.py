"""Laws of the classical special functions under SciPy's names: compiled values are SciPy's, Jacobians are differences, Hessians are symmetric and differences of
gradients; a name that there is has a line here, and what has no derivative in an order or no known degree is refused."""
from __future__ import annotations

import numpy as np
import pytest
import scipy.special as sp

from llbayes import ad
from llbayes.ir.errors import CompileError, UnsupportedError
from llbayes.lang.calls import classical

X = np.array([0.5, 1.2, 2.0, 0.7])


def bessel(x):
    return np.array([
        sp.j0(x[0]), sp.j1(-x[1]), sp.jn(2, x[2]), sp.y0(x[0]), sp.y1(x[1]), sp.yn(2, x[2]), sp.kn(3, x[3]), sp.jvp(1.5, x[0], 2), sp.yvp(0, x[1]), sp.jve(x[3], x[0]), sp.yve(-x[0], x[1]),
        sp.spherical_jn(2, x[0]), sp.spherical_yn(1, x[1], derivative=True), sp.spherical_jn(0, x[2], True)])


def modified(x):
    return np.array([
        sp.i0(x[0]), sp.i1(-x[1]), sp.i0e(x[2]), sp.i1e(-x[3]), sp.k0(x[0]), sp.k1(x[1]), sp.k0e(x[2]), sp.k1e(x[3]), sp.ivp(1, x[1], 3), sp.kvp(2.5, x[2]), sp.kv(x[0], x[1]),
        sp.kve(x[2], x[3]), sp.spherical_in(3, x[0]), sp.spherical_kn(0, x[1], True), sp.iv(x[0], x[1]), sp.ive(-x[3], x[1])])


def integrals(x):
    return np.array([
        *sp.sici(x[0]), *sp.shichi(x[1]), *sp.fresnel(x[2]), sp.expn(0, x[0]), sp.expn(3, x[1]), sp.zeta(x[2] + 0.5), sp.zeta(-x[1]), sp.zeta(x[0]), sp.zeta(x[1], x[0]),
        sp.zetac(3.0 * x[1]), sp.zetac(-x[0]), sp.expi(-x[0]), sp.spence(x[1]), sp.dawsn(x[2]), sp.exprel(x[3] - 0.7), sp.fresnel(-x[3])[0]])


def elliptic(x):
    return np.array([
        sp.ellipk(x[0]), sp.ellipe(-x[1]), sp.ellipkm1(x[2]), sp.ellipkinc(x[2] + 2.0, x[0]), sp.ellipeinc(-x[1], x[3]), *sp.ellipj(x[1], x[0]), sp.elliprf(0.0, x[0], x[1]),
        sp.elliprc(x[0], x[1]), sp.elliprc(x[0], -x[1]), sp.elliprd(x[0], x[1], x[2]), sp.elliprg(x[2], 0.0, x[1]), sp.elliprj(x[0], x[1], x[2], x[3])])


def others(x):
    return np.array([
        *sp.airy(x[0]), *sp.airy(-x[2]), *sp.airye(x[1]), sp.hyp2f1(x[2], 1.5, 2.5, -x[0]), sp.hyp2f1(0.5, x[0], x[1], 0.3), sp.hyp1f1(0.5, 1.5, -x[1]), sp.hyperu(0.3, 1.5, x[2]), sp.hyp0f1(1.5, -x[3]),
        sp.eval_legendre(3, x[0]), sp.eval_chebyt(0, x[1]), sp.eval_chebyu(4, x[2]), sp.eval_hermite(5, x[0]), sp.eval_hermitenorm(12, x[1]), sp.eval_laguerre(2, x[0]),
        sp.eval_genlaguerre(3, x[0], x[1]), sp.eval_gegenbauer(5, 0.7, x[2]), sp.eval_jacobi(4, 0.5, x[0], x[3]), sp.lpmv(2, 4, x[0]), sp.lpmv(-1, 3, x[3]), sp.lpmv(3, 2, x[0]),
        sp.legendre_p(2, x[0])[0], sp.sph_legendre_p(3, -2, x[1])[0]])


GROUPS = (bessel, modified, integrals, elliptic, others)


@pytest.mark.parametrize("f", GROUPS, ids=lambda f: f.__name__)
def test_values_jacobians_and_hessians(f):
    rng, h = np.random.default_rng(3), 1e-5
    value = f(X)
    np.testing.assert_allclose(ad.evaluate(f)(X), value, rtol=2e-12, atol=1e-14)
    jacobian = ad.jacobian(f)(X)
    differences = np.array([(f(X + h * e) - f(X - h * e)) / (2 * h) for e in np.eye(4)]).T
    np.testing.assert_allclose(jacobian, differences, rtol=1e-5, atol=1e-5 * np.max(np.abs(value)))
    weights = rng.normal(size=value.size) / (1.0 + np.abs(value))

    def total(x):
        return np.sum(weights * f(x))
    gradient, hessian = ad.grad(total), ad.hessian(total)(X)
    np.testing.assert_allclose(gradient(X), weights @ jacobian, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(hessian, hessian.T, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(hessian, [(gradient(X + h * e) - gradient(X - h * e)) / (2 * h) for e in np.eye(4)], rtol=1e-5, atol=1e-6)


DEGREES = np.arange(3)[:, None]


def test_arrays_of_degrees_and_orders():
    def f(x):
        return np.sum(sp.eval_chebyt(DEGREES, x) ** 2) + np.sum(sp.eval_hermite([0, 2, 1, 2], x)) + np.sum(sp.kn([0, 1, 2, 3], x) * sp.spherical_jn(np.arange(4), x))
    assert ad.evaluate(f)(X) == pytest.approx(f(X), rel=1e-13)


def test_every_name_is_tried_above():
    tried = {name for f in GROUPS for name in f.__code__.co_names}
    names = {name.rpartition(".")[2] for part in classical.PARTS for name in part.public.functions}
    assert names <= tried, names - tried


@pytest.mark.parametrize(("f", "name"), [
    (lambda x: sp.hyp1f1(1.5, x[0], 0.3), "hyp1f1"), (lambda x: sp.hyperu(x[0], 1.5, 0.3), "hyperu"),
    (lambda x: sp.hyp0f1(x[0], 0.3), "hyp0f1")])
def test_parameters_that_cannot_be_differentiated_are_refused(f, name):
    assert ad.evaluate(f)(X) == pytest.approx(f(X), rel=1e-12)
    with pytest.raises(UnsupportedError, match=f"`{name}` with respect to its parameters"):
        ad.grad(f)(X)


@pytest.mark.parametrize(("f", "words"), [
    (lambda x: sp.kn(x[0], x[1]), "whole number"), (lambda x: sp.spherical_jn(0.5, x[0]), "whole number"), (lambda x: sp.jvp(1, x[0], x[1]), "known whole number"),
    (lambda x: sp.eval_legendre(x[0], x[1]), "known whole number"), (lambda x: sp.lpmv(x[0], 2, x[1]), "known whole number")])
def test_orders_and_degrees_that_are_not_whole_are_refused(f, words):
    with pytest.raises(CompileError, match=words):
        ad.evaluate(f)(X)
