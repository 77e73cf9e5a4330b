"""Eigenvectors of matrices many of whose eigenvalues are equal to rounding, in what does not turn within such a space."""
import numpy as np

from llbayes import stan

TEXT = """
data { int n; vector[n] x; vector[n] y; }
parameters { real<lower=0> width; real<lower=0> noise; }
model {
  matrix[n, n] K = gp_exp_quad_cov(to_array_1d(x), 1, width) + diag_matrix(rep_vector(1e-5, n));
  vector[n] turned = eigenvectors_sym(K)' * y;
  vector[n] variances = eigenvalues_sym(K) + noise;
  target += -0.5 * sum(turned .* turned ./ variances) - 0.5 * sum(log(variances));
}
"""


def test_gradients_are_those_of_the_same_density_by_a_cholesky_factor():
    other = """
    data { int n; vector[n] x; vector[n] y; }
    parameters { real<lower=0> width; real<lower=0> noise; }
    model {
      matrix[n, n] L = cholesky_decompose(gp_exp_quad_cov(to_array_1d(x), 1, width) + diag_matrix(rep_vector(1e-5 + noise, n)));
      target += -0.5 * dot_self(mdivide_left_tri_low(L, y)) - sum(log(diagonal(L)));
    }
    """
    x = np.linspace(0, 1, 30)
    data = {"n": 30, "x": x, "y": np.sin(5 * x)}
    z = np.array([-0.3, -1.2])
    by_vectors, by_factor = (stan.model(text=text).bind(**data) for text in (TEXT, other))
    values = np.linalg.eigvalsh(np.exp(-0.5 * ((x[:, None] - x) / np.exp(z[0])) ** 2))
    assert np.diff(values)[:6].max() < 1e-13                    # of which 1e-5 + w sees nothing
    for one, two in zip(by_vectors.value_and_grad(z), by_factor.value_and_grad(z), strict=True):
        assert np.allclose(one, two, rtol=1e-8)
    assert np.allclose(by_vectors.hessian(z), by_factor.hessian(z), rtol=1e-6)
