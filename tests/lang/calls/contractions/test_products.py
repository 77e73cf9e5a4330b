"""einsum and the functions that are one: values, gradients and Hessians, for every form of subscripts, and what is refused."""
import numpy as np
import pytest
from expressions import check, check_values

from llbayes import ad
from llbayes.ir.errors import CompileError

R = np.random.default_rng(3)
X = R.normal(size=12)
B, C, T = R.normal(size=(4, 3)), R.normal(size=(3, 3)), R.normal(size=(2, 3, 4))

EINSUM = {
    "number": lambda x: np.einsum("i,i", x, x),
    "matrix": lambda x: np.einsum("ij,jk", x.reshape(3, 4), B),
    "order": lambda x: np.einsum("ij,jk->ki", x.reshape(3, 4), B * x[0]),
    "implicit order": lambda x: np.einsum("ba", x.reshape(3, 4)),
    "diagonal": lambda x: np.einsum("ii->i", x[:9].reshape(3, 3)),
    "trace": lambda x: np.einsum("ii", x[:9].reshape(3, 3)),
    "two diagonals": lambda x: np.einsum("ii,ij,jj->ij", C, x[:9].reshape(3, 3), C),
    "sum": lambda x: np.einsum("ij->j", x.reshape(3, 4)),
    "sum of all": lambda x: np.einsum("ij->", x.reshape(3, 4)),
    "transposed": lambda x: np.einsum("ij->ji", x.reshape(3, 4)),
    "ellipsis": lambda x: np.einsum("...j,kj->...k", x.reshape(2, 3, 2), x.reshape(6, 2)),
    "ellipses broadcast": lambda x: np.einsum("i...,...i->...i", x.reshape(3, 4), x.reshape(4, 3)),
    "ellipsis implicit": lambda x: np.einsum("...ij,...jk", x.reshape(2, 2, 3), T[:, :, :2]),
    "batched": lambda x: np.einsum("bij,bjk->bik", x.reshape(2, 2, 3), T),
    "both kept": lambda x: np.einsum("ij,ij->ij", x.reshape(3, 4), x.reshape(3, 4)),
    "row of length one": lambda x: np.einsum("ij,ij->i", x[:4].reshape(1, 4), x.reshape(3, 4)),
    "outer": lambda x: np.einsum("i,jk->ijk", x[:2], x.reshape(3, 4)),
    "three": lambda x: np.einsum("i,ij,j->", x[:3], x.reshape(3, 4), x[:4]),
    "four": lambda x: np.einsum("ij,jk,kl,li->i", x.reshape(3, 4), B, C, C),
    "eight": lambda x: np.einsum("a,ab,bc,cd,de,ef,fg,g->", x[:3], C, C, C, C, C, C, x[3:6], optimize="greedy"),
    "numbers": lambda x: np.einsum(",i->i", x[0], x),
    "of one": lambda x: np.einsum("i->", x),
    "interleaved": lambda x: np.einsum(x.reshape(3, 4), [0, 1], B, [1, 2], [0, 2]),
    "interleaved, implicit": lambda x: np.einsum(x.reshape(3, 4), [5, 1], B, [1, 0]),
    "interleaved ellipsis": lambda x: np.einsum(x.reshape(2, 2, 3), [..., 0], C, [0, 1], [..., 1]),
    "order given": lambda x: np.einsum("ij,jk,kl->il", x.reshape(3, 4), B, C, optimize=["einsum_path", (1, 2), (0, 1)]),
    "spaces": lambda x: np.einsum("ij, jk -> ik", x.reshape(3, 4), B, optimize=False),
    "quadratic forms": lambda x: np.einsum("ni,ij,nj->n", x.reshape(4, 3), C, x.reshape(4, 3), optimize=True),
    "inner over two": lambda x: np.einsum("ij,kij->k", x.reshape(3, 4), T),
}
PRODUCTS = {
    "tensordot": lambda x: np.tensordot(x.reshape(3, 4), B, 1),
    "tensordot of pairs": lambda x: np.tensordot(x.reshape(3, 4), T, axes=((0, 1), (1, 2))),
    "tensordot of one axis": lambda x: np.tensordot(x.reshape(3, 4), T, axes=(-1, 2)),
    "tensordot outer": lambda x: np.tensordot(x[:2], x[:3], 0),
    "tensordot all": lambda x: np.tensordot(x.reshape(3, 4), B.T, axes=2),
    "kron": lambda x: np.kron(x.reshape(3, 4), C),
    "kron of ranks": lambda x: np.kron(x[:2], C), "kron number": lambda x: np.kron(x[0], C), "kron rank 3": lambda x: np.kron(x.reshape(2, 3, 2), C),
    "inner": lambda x: np.inner(x.reshape(3, 4), T), "inner of numbers": lambda x: np.inner(x[0], x),
    "outer": lambda x: np.linalg.outer(x[:3], x), "vdot": lambda x: np.vdot(x.reshape(3, 4), B.T),
    "dot of ranks": lambda x: np.dot(x.reshape(2, 2, 3), T), "dot with vector": lambda x: np.dot(T, x[:4]), "vector dot": lambda x: np.dot(x[:3], T),
    "matmul of stacks": lambda x: x.reshape(2, 2, 3) @ T, "matmul broadcast": lambda x: np.matmul(x.reshape(2, 1, 2, 3), T),
    "matmul of a stack and a vector": lambda x: T @ x[:4], "vector and stack": lambda x: x[:3] @ T, "one matrix": lambda x: x.reshape(4, 3) @ T,
    "vecdot": lambda x: np.vecdot(x.reshape(3, 4), B.T), "vecdot along": lambda x: np.linalg.vecdot(x.reshape(3, 4), B.T, axis=0),
    "matvec": lambda x: np.matvec(T, x[:4]), "vecmat": lambda x: np.vecmat(x[:3], T),
    "cross": lambda x: np.cross(x[:3], x[3:6]), "cross of rows": lambda x: np.cross(x.reshape(4, 3), C[0]),
    "cross along": lambda x: np.cross(x.reshape(3, 4), B.T, axis=0), "cross turned": lambda x: np.cross(x.reshape(3, 4), B, axisa=0, axisb=1, axisc=0),
    "multi_dot": lambda x: np.linalg.multi_dot([x.reshape(3, 4), B, C, C]), "multi_dot of vectors": lambda x: np.linalg.multi_dot((x[:3], C, C, x[3:6])),
    "power": lambda x: np.linalg.matrix_power(x[:9].reshape(3, 3), 5), "power 0": lambda x: np.linalg.matrix_power(x[:9].reshape(3, 3), 0),
    "power -2": lambda x: np.linalg.matrix_power(x[:4].reshape(2, 2) + 3.0 * np.eye(2), -2), "power 1": lambda x: np.linalg.matrix_power(x[:4].reshape(2, 2), 1),
    "power of stacks": lambda x: np.linalg.matrix_power(x.reshape(3, 2, 2), 3),
    "trace": lambda x: np.trace(x.reshape(3, 4), 1), "trace of axes": lambda x: np.trace(x.reshape(2, 3, 2), axis1=0, axis2=2),
    "trace of matrices": lambda x: np.linalg.trace(x.reshape(3, 2, 2), offset=-1),
    "diagonal": lambda x: np.diagonal(x.reshape(2, 3, 2), 0, 0, 2), "diagonal of matrices": lambda x: np.linalg.diagonal(x.reshape(3, 2, 2)),
}


@pytest.mark.parametrize("table", [EINSUM, PRODUCTS], ids=["einsum", "products"])
def test_values_and_derivatives(table):
    check(table, X)


def test_integers_booleans_singles_and_nothing():
    k, b, s, none = np.arange(6).reshape(2, 3), np.array([[True, False], [False, False]]), R.normal(size=(3, 2)).astype(np.float32), np.zeros((0, 3))
    check_values({"integers": lambda k, b, s, n: np.einsum("ij,kj->ik", k, k), "booleans": lambda k, b, s, n: np.einsum("ij,jk->ik", b, b),
                  "sum of none": lambda k, b, s, n: np.einsum("ij,ik->jk", n, n), "none": lambda k, b, s, n: np.einsum("ij,jk->ik", n, k.T * 1.0)}, k, b, s, none)
    f = lambda k, b, s, n: np.einsum("ij,ik->jk", s, s)                                                                                   # noqa: E731
    found = ad.evaluate(f)(k, b, s, none)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, f(k, b, s, none), rtol=1e-6)


def test_large_ones_are_calls_of_blas():
    a, b = R.normal(size=(3, 40, 50)), R.normal(size=(3, 50, 36))
    table = {"batched": lambda a, b: np.einsum("bij,bjk->bki", a, b), "grouped": lambda a, b: np.tensordot(a, b, ((0, 2), (0, 1))), "stack": lambda a, b: a @ b}
    check_values(table, a, b)
    def f(a, b):
        return np.sum(np.sin(np.einsum("bij,bjk->bik", a, b)))
    slope = ad.grad(f)(a, b)[0] if isinstance(ad.grad(f)(a, b), tuple) else ad.grad(f)(a, b)
    np.testing.assert_allclose(slope, np.cos(a @ b) @ b.transpose(0, 2, 1), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("f", "says"), [
    (lambda x: np.einsum("ij,jk", x), "2 operands"),
    (lambda x: np.einsum("ij", x), "rank 1"),
    (lambda x: np.einsum("i,i->j", x, x), "no operand"),
    (lambda x: np.einsum("i,i", x, x[:3]), "one label"),
    (lambda x: np.tensordot(x, x[:3], 1), "lengths"),
    (lambda x: np.linalg.multi_dot([x]), "two arrays"),
    (lambda x: x.reshape(2, 2, 3) @ x.reshape(2, 2, 3), "differ"),
    (lambda x: np.matmul(x, 2.0), "number"),
])
def test_what_does_not_fit_is_refused(f, says):
    with pytest.raises(CompileError, match=says):
        ad.evaluate(f)(X)
