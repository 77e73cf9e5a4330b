"""What Stan 2.36 to 2.40 added: types whose values sum to zero, stochastic matrices, `jacobian +=`; and functions that take functions, run as programs. Values
that are written here are Stan 2.40's."""
import numpy as np
import pytest
from scipy.stats import norm

from llbayes import stan
from llbayes.stan import checking, grammar
from llbayes.stan.errors import StanError
from llbayes.stan.source import Source


def test_what_sums_to_zero():
    posterior = stan.model(text="""
        parameters { sum_to_zero_matrix[3, 4] m; array[2] sum_to_zero_vector[3] zz; }
        model {
          target += sum(sin(m .* [[1,3,-2,.3],[5,.1,2,2],[1,-1,7,0]])) - dot_self(to_vector(m)) + dot_self(zz[1]) * 2 + zz[2,1] + zz[2,3]^3;
        }""").bind()
    z = [0.09452669089676653, -0.2613742207403737, -0.20653177169594672, -1.2207336913199278, 0.899853691360451, 0.5720829360186144, -0.16271141843391218,
         0.3869032933638307, 0.14060533489882462, -0.2769114182120262]
    slope = [-0.3427105059027304, 1.6415965761987943, 2.249323275990316, 0.444120349209582, -5.755740235551937, -1.7536489546843494, -0.6508456737356485,
             1.5476131734553233, 0.7071067811865475, 0.28303048334772496]
    values = [-0.1373806894334355, 0.12116551258300193, 0.016215176850433582, 0.17140881144900588, -0.9486637020332429, 0.777254890584237, 0.34878373501831506,
              0.4045237234598722, -0.7533074584781873, -0.3828118570338854, 0.4229744659903688, -0.04016260895648335]
    ours = np.r_[np.reshape(z[:6], (3, 2)).T.ravel(), z[6:]]                                     # Stan's matrices go column by column
    density, gradient = posterior.value_and_grad(ours)
    assert density == pytest.approx(-0.6901889446023554, rel=1e-13)
    assert np.allclose(gradient, np.r_[np.reshape(slope[:6], (3, 2)).T.ravel(), slope[6:]], rtol=1e-12)
    assert np.allclose(posterior.constrain(ours)["m"], np.reshape(values, (4, 3)).T, rtol=1e-13)


STOCHASTIC = """
data { int K; row_stochastic_matrix[2, K] p; }
transformed data { column_stochastic_matrix[2, 2] half = [[0.5, 0.1], [0.5, 0.9]]; }
parameters { row_stochastic_matrix[2, 3] a; column_stochastic_matrix[3, 2] b; array[2] row_stochastic_matrix[2, 2] c; }
transformed parameters { column_stochastic_matrix[3, 2] t = a'; sum_to_zero_vector[3] s = b[, 1] - mean(b[, 1]); }
model { target += sum(square(to_vector(a)) .* linspaced_vector(6, 1, 6)) + sum(log(to_vector(b))) + sum(c[2] * p * half[1, 2]); }
"""


def test_stochastic_matrices():
    posterior = stan.model(text=STOCHASTIC).bind(K=2, p=np.array([[0.2, 0.8], [0.6, 0.4]]))
    assert posterior.dim == 4 + 4 + 4
    z = np.linspace(-0.6, 0.5, 12)
    at = posterior.constrain(z)
    a, b, c = at["a"], at["b"], at["c"]
    assert np.allclose(np.sum(a, axis=1), 1.0) and np.allclose(np.sum(b, axis=0), 1.0) and np.allclose(np.sum(c, axis=2), 1.0)

    def sticks(x):
        rest = 1.0 - np.concatenate([np.zeros((*x.shape[:-1], 1)), np.cumsum(x, axis=-1)[..., :-1]], axis=-1)
        return np.sum(np.log(x[..., :-1]) + np.log(1.0 - x[..., :-1] / rest[..., :-1]))                # of stick breaking, the reference manual's

    weights = np.arange(1.0, 7.0).reshape(3, 2).T
    density = np.sum(a**2 * weights) + np.sum(np.log(b)) + np.sum(c[1] @ [[0.2, 0.8], [0.6, 0.4]]) * 0.1
    assert posterior.log_density(z) == pytest.approx(density + sticks(a) + sticks(b.T) + sticks(c), rel=1e-12)


def test_jacobian_increments():
    posterior = stan.model(text="""
        functions {
          real scaled_jacobian(real u, real s) { jacobian += log(s); return s * u; }
          vector each_jacobian(vector u) {
            vector[num_elements(u)] x;
            for (i in 1:num_elements(u)) x[i] = scaled_jacobian(u[i], 2.5);
            return x;
          }
        }
        data { int K; }
        parameters { vector[K] u; real v; }
        transformed parameters {
          vector[K] x = each_jacobian(u);
          real w = exp(v);
          jacobian += v;
          if (K > 2) { jacobian += u[1]; }
        }
        model { target += -w + normal_lpdf(x | 0, 1); }""").bind(K=3)
    z = np.array([0.3, -0.2, 0.5, 0.7])
    wanted = norm.logpdf(2.5 * z[:3]).sum() - np.exp(z[3]) + 3 * np.log(2.5) + z[3] + z[0]
    density, gradient = posterior.value_and_grad(z)
    assert density == pytest.approx(wanted, rel=1e-13)
    assert np.allclose(gradient, [*(-6.25 * z[:3] + [1.0, 0.0, 0.0]), 1.0 - np.exp(0.7)])


@pytest.mark.parametrize("program, line, said", [
    ("model {\n jacobian += 1; }", 2, "`jacobian +=` stands in transformed parameters"),
    ("functions { real f(real x) {\n jacobian += x; return x; } }", 2, "`jacobian +=` stands in"),
    ("functions { real f_jacobian(real x) { return x; } }\nmodel { real y = f_jacobian(1); }", 2, "`f_jacobian` is called in transformed parameters"),
    ("transformed data { real jacobian = 2; }", 1, "`jacobian` is a word of Stan's"),
    ("parameters { sum_to_zero_matrix[3] m; }", 1, "2 sizes, found 1"), ("parameters { sum_to_zero_vector<lower=0>[3] m; }", 1, "constraint in its name"),
    ("model { row_stochastic_matrix[2, 2] m; }", 1, "constrained type"), ("functions { real f(sum_to_zero_vector x) { return 1; } }", 1, "write `vector`"),
])  # fmt: skip
def test_where_additions_do_not_stand(program, line, said):
    with pytest.raises(StanError) as caught:
        checking.check(grammar.parse(Source(program, "own.stan")))
    assert caught.value.position.line == line and said in str(caught.value)


HIGHER = """
functions {
  real part(array[] real y, int first, int last, real mu, vector w) {
    real s = 0;
    for (i in 1:size(y)) s += w[first + i - 1] * normal_lpdf(y[i] | mu, 1);
    return s;
  }
  real law_lpmf(array[] int k, int first, int last, vector x, real b) { return poisson_log_lpmf(k | b * x[first:last]); }
  vector job(vector a, vector b, data array[] real x_r, data array[] int x_i) {
    int n = x_i[1];
    vector[n] q = to_vector(x_r[1:n]);
    return [normal_lpdf(q | a[1] + b[1], exp(b[2]))]';
  }
  real inside(real x, real xc, array[] real theta, array[] real x_r, array[] int x_i) { return exp(-theta[1] * x * x) * x_r[1] + x_i[1]; }
  vector zero(vector x, vector a, real c) { return [x[1]^2 - exp(a[1]), x[1] * x[2] - c]'; }
  vector decay(real t, vector y, real k, array[] int n) { return -k * y * n[1]; }
}
transformed data {
  array[6] real y = {1.1, 0.3, -0.5, 2.2, 1.7, 0.1};
  array[6] int k = {1, 0, 2, 3, 1, 0};
  vector[6] w = [1, 2, 0.5, 1, 1, 3]';
  array[3, 2] real xr = {{1, 2}, {0.5, -1}, {2, 0}};
  array[3, 1] int xi = {{2}, {1}, {2}};
}
parameters { real mu; real b; real<lower=0> rate; array[3] vector[2] own; }
transformed parameters {
  real t1 = reduce_sum(part, y, 1, mu, w);
  real t2 = reduce_sum_static(law_lpmf, k, 2, w, b);
  vector[3] t3 = map_rect(job, [mu]', own, xr, xi);
  real t4 = integrate_1d(inside, 0, rate, {rate, 1.0}, {2.0}, {3}, 1e-10);
  vector[2] t5 = solve_newton(zero, [1, 1]', [b]', rate);
  array[2] vector[1] t6 = ode_rk45_tol(decay, [mu]', 0, {1, 2.5}, 1e-10, 1e-10, 100000, rate, {2});
}
model { target += t1 + t2 + sum(t3) + t4 + sum(t5) + t6[2, 1]; }
"""


def test_functions_that_take_functions():
    posterior = stan.model(text=HIGHER).bind()
    z = np.array([0.09452669089676653, -0.2613742207403737, -0.20653177169594672, -1.2207336913199278, 0.899853691360451, 0.5720829360186144, -0.16271141843391218,
                  0.3869032933638307, 0.14060533489882462])  # fmt: skip
    slope = [6.284338883288942, 0.6712040437347899, 5.0968996042796, 0.8684722876393853, 0.36346163377708746, -0.23069035333297228, -0.9615647662982162,
             0.7829051597811675, -0.08427027783557851]  # fmt: skip
    density, gradient = posterior.value_and_grad(z)
    at = posterior.constrain(z)
    assert density == pytest.approx(-23.497748064648327, abs=2e-8) and np.allclose(gradient, slope, atol=3e-8)
    for name, value in {"t1": -11.952376733663533, "t2": -8.290031254142072, "t3": [-4.8193152660187915, -0.7754447316216526, -3.0769525972892056],
                        "t4": 3.8168327046999253, "t6": [[0.01857991952129576], [0.0016191157373475693]]}.items():  # fmt: skip
        assert np.allclose(at[name], value, rtol=1e-8), name
    assert np.allclose(at["t5"], [0.8774922964211926, 0.9269601729400565], atol=1e-6)                     # Stan stops at a residual of 1e-6


def test_the_log_density_so_far():
    posterior = stan.model(text="""
        functions { void more_lp(real x) { target += 0.5 * target() + x; } }
        data { int N; array[N] real y; }
        parameters { real a; real<lower=0> s; }
        model {
          target += normal_lpdf(a | 0, 1);
          for (n in 1:N) { target += normal_lpdf(y[n] | a, s); if (target() < -3) target += -0.1 * target() * target(); }
          more_lp(a * s);
          real kept = target();
          target += kept^2 * 0.01;
        }""").bind(N=3, y=[0.2, 1.5, -0.7])
    a, u = 0.3, 0.2
    total, s = u + norm.logpdf(a), np.exp(u)
    for y in (0.2, 1.5, -0.7):
        total += norm.logpdf(y, a, s)
        total -= 0.1 * total**2 if total < -3 else 0.0
    total += 0.5 * total + a * s
    z = np.array([a, u])
    assert posterior.log_density(z) == pytest.approx(total + 0.01 * total**2, rel=1e-13) == posterior.interpret(z).log_density
