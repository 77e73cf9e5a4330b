"""What a program is in Python: the text of the translation, where it is as a person would write it."""
import importlib
import pickle
import textwrap

import numpy as np
import pytest

from llbayes import stan
from llbayes.ir.errors import LlbayesError

HEAD = {"np": "import numpy as np", "ppl": "from llbayes import ppl", "st": "from llbayes.stan import library as st"}
CASES = {
    "a regression": (
        """
        data { int N; vector[N] x; vector[N] y; }
        parameters { real a; real b; real<lower=0> s; }
        model { a ~ normal(0, 10); b ~ normal(0, 2.5); s ~ exponential(1); y ~ normal(a + b * x, s); }
        """,
        """
        @ppl.model
        def program(N: ppl.Int, x: ppl.Real['N'], y: ppl.Real['N']):
            a = ppl.sample('a', ppl.Normal(0.0, 10.0))
            b = ppl.sample('b', ppl.Normal(0.0, 2.5))
            s = ppl.sample('s', ppl.Exponential(1.0))
            ppl.sample('y', ppl.Normal(a + b * x, s), obs=y, dims='N')
        """,
    ),
    "what a parameter needs comes first": (
        """
        data { int J; array[J] int k; }
        parameters { vector<lower=0>[J] theta; real<lower=0> tau; real<lower=tau> high; }
        model { theta ~ normal(tau, 1); high ~ cauchy(0, 1) T[0, ]; k ~ poisson(theta); }
        """,
        """
        @ppl.model
        def program(J: ppl.Int, k: ppl.Int['J']):
            tau = ppl.param('tau', ppl.positive)
            theta = ppl.sample('theta', ppl.Normal(tau, 1.0), constraint=ppl.positive, shape=J, dims='J')
            high = ppl.param('high', ppl.lower(tau))
            ppl.factor('high_L4', ppl.Cauchy(0.0, 1.0).truncated(0, None).logpdf(high))
            ppl.sample('k', ppl.Poisson(theta), obs=k, dims='J')
        """,
    ),
    "loops, indices and local variables": (
        """
        data { int N; array[N] int<lower=1> g; vector[N] y; matrix[N, 2] X; }
        parameters { vector[3] a; vector[2] b; }
        transformed parameters { vector[N] mu; for (n in 2:N) mu[n] = a[g[n]] + X[n] * b; mu[1] = X[1, 2]; }
        model { for (n in 1:N - 1) { real m = 2; m += mu[n + 1]; y[n] ~ normal(m, 1); } target += sum(a[2:3]) + -b[g[1:2]][1]; }
        """,
        """
        @ppl.model
        def program(N: ppl.Int, g: ppl.Int['N'], y: ppl.Real['N'], X: ppl.Real):
            a = ppl.param('a', ppl.real, shape=3)
            b = ppl.param('b', ppl.real, shape=2)
            mu = np.full(N, np.nan)
            for n in range(2, N + 1):
                mu[n - 1] = a[g[n - 1] - 1] + X[n - 1] @ b
            mu[0] = X[0, 1]
            ppl.deterministic('mu', mu, dims='N')
            for n in range(1, N):
                m = 2.0
                m += mu[n]
                ppl.sample('y', ppl.Normal(m, 1.0), obs=y[n - 1])
            ppl.factor('target_L5', np.sum(a[1:3]) + -b[g[:2] - 1][0])
        """,
    ),
    "functions and data made once": (
        """
        functions {
          real f(real x) { return 2 * x; }
          real f(vector x) { return sum(x); }
          vector copy(vector x) { return x; }
        }
        data { int N; }
        transformed data { int M = N / 2; vector[M] v = rep_vector(0, M); v[1] = f(1); }
        parameters { vector[M] lambda; }
        model { vector[M] w = copy(lambda); w[1] = 0; target += f(w) + (N > 2 && M != 0) * f(v); }
        """,
        """
        def f(x):
            return 2 * x


        def f_2(x):
            return np.sum(x)


        def copy(x):
            return x.copy()


        def transformed_data(N):
            M = st.int_divide(N, 2)
            v = np.full(M, 0.0)
            v[0] = f(1.0)
            return (int(M), v)


        @ppl.model
        def program(N: ppl.Int):
            M, v = ppl.once(transformed_data, N)
            lambda_ = ppl.param('lambda', ppl.real, shape=M)
            w = copy(lambda_)
            w[0] = 0.0
            ppl.factor('target_L10', f_2(w) + int(N > 2 and M != 0) * f_2(v))
        """,
    ),
}


@pytest.mark.parametrize("text, wanted", CASES.values(), ids=CASES)
def test_the_python_of_a_program(text, wanted):
    body = textwrap.dedent(wanted).strip()
    head = "\n".join(line for word, line in HEAD.items() if f"{word}." in body)
    assert stan.model(text=textwrap.dedent(text)).python == f"{head}\n\n\n{body}\n"


def test_sizes_that_are_data_are_dims_and_coords_label_them():
    text = """
    data { int J; int K; array[J] int<lower=1> g; matrix[J, K] X; vector[J] y; }
    parameters { vector[K] b; matrix[K, K] w; vector[J + 1] e; }
    transformed parameters { vector[J] mu = X * b; }
    model { b ~ normal(0, 1); to_vector(w) ~ normal(0, 1); e ~ normal(0, 1); y ~ normal(mu, 1); }
    """
    data = {"J": 3, "K": 2, "g": [1, 1, 1], "X": [[1.0, 2.0], [0.0, 1.0], [2.0, 0.0]], "y": [0.1, 0.2, 0.3]}
    posterior = stan.model(text=text).bind(**data, coords={"J": ["a", "b", "c"], "K": ["x", "z"]})
    assert {name: site.dims for name, site in posterior.binding.sites.items()} == {"b": ("K",), "w": None, "e": None, "mu": ("J",), "y": ("J",)}
    assert stan.model(text=text).bind(**data).log_density([0.1] * 10) == posterior.log_density([0.1] * 10)


def test_a_program_that_is_called_as_one_of_its_functions():
    text = "functions { real line(real x) { return 2 * x; } } parameters { real a; } model { target += -line(a) ^ 2; }"
    model = stan.model(text=text, name="line")
    assert model.bind().log_density([1.5]) == -9 and "def line_()" in model.python


ALL_BLOCKS = """
functions {
  real scaled(real x, data real by) { if (x > 100) { return by; } return x * by; }
  vector shift(vector x, real by) { vector[num_elements(x)] y = x; y[1] += by; return y; }
  real bell_lpdf(real y, real m) { return -square(y - m) / 2; }
  void add_lp(vector x) { target += -dot_self(x); for (v in x) { if (v > 50) break; target += v; } }
  int halves(int n) { int k = 0; int m = n; while (m > 1) { m = m / 2; k += 1; if (k > 9) continue; } return k; }
}
data { int<lower=1> N; int<lower=1> J; array[N] int<lower=1, upper=J> g; vector[N] y; array[N] int k; matrix[N, 2] X; real<lower=0> c; }
transformed data {
  array[2] int both = {1, 2}; vector[N] centred = y - mean(y); int H = halves(N); real low = min(y) - 1;
  for (n in 1:N) centred[n] *= 2;
}
parameters {
  real<lower=low> a; vector[J] u; real<lower=0, upper=c> w; simplex[3] p; ordered[2] o; cholesky_factor_corr[2] L; array[2] vector<lower=-1>[2] B;
  vector<offset=a, multiplier=2>[J] f; cov_matrix[2] S; real from;
}
transformed parameters {
  matrix[2, 2] M = L * L'; vector<lower=-100>[N] mu; { vector[J] local = shift(u, a); mu = X * B[1] + local[g]; } mu[both] = mu[both] / 2;
  mu[{1, 3}] += 1; real q = w > 0.5 ? 1 : w;
}
model {
  a ~ normal(0, 10); u ~ normal(a, 1); p ~ dirichlet([2, 2, 2]'); L ~ lkj_corr_cholesky(2); f ~ normal(a, 2); S ~ wishart(4, identity_matrix(2));
  o ~ std_normal(); from ~ bell(a); for (j in 1:2) B[j] ~ normal(0, 1 + (j == 2)); add_lp(u[1:2]);
  y ~ normal(mu, 1 + w); for (n in 1:N) k[n] ~ poisson(exp(0.1 * mu[n] + scaled(q, c))) T[0, 20];
  if (H > 1 && N > 2) { target += normal_lpdf(centred | 0, 1 + w); } else { y ~ cauchy(0, 1); }
  target += sum(M[both, both]) + sum(B[ , 1][1:1]) + p[3] * !(N > 3) + (1 < 2 < 3) * q + N / 2 + log_sum_exp({a, w}) + tail(o, 1)[1];
}
"""
DATA = {"N": 4, "J": 3, "g": [1, 3, 2, 1], "y": [0.5, 1, -1, 2], "k": [0, 2, 1, 4], "X": [[1, 2], [0, 1], [3, 1], [1, 1]], "c": 2}


@pytest.fixture(scope="module")
def posterior():
    return stan.model(text=ALL_BLOCKS, name="all blocks").bind(**DATA)


def test_python_of_a_program_runs_by_itself(posterior, tmp_path, monkeypatch):
    (tmp_path / "all_blocks_in_python.py").write_text(posterior.model.python)
    monkeypatch.syspath_prepend(tmp_path)
    model = importlib.import_module("all_blocks_in_python").all_blocks
    written = model.bind(**{name: np.asarray(value) for name, value in DATA.items()} | {"N": 4, "J": 3, "c": 2.0})
    z = 0.3 * np.random.default_rng(1).normal(size=posterior.dim)
    assert list(written.unconstrained_names) == list(posterior.unconstrained_names)
    assert written.log_density(z) == pytest.approx(posterior.log_density(z), rel=1e-12)


def test_compiled_and_interpreted_are_one(posterior):
    z = 0.3 * np.random.default_rng(2).normal(size=posterior.dim)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    step = 1e-6 * np.eye(posterior.dim)
    differences = [(posterior.log_density(z + d) - posterior.log_density(z - d)) / 2e-6 for d in step]
    np.testing.assert_allclose(gradient, differences, rtol=1e-5, atol=1e-5)


def test_a_posterior_goes_to_other_processes_by_its_text(posterior):
    other = pickle.loads(pickle.dumps(posterior))
    z = np.full(posterior.dim, 0.1)
    assert other.log_density(z) == posterior.log_density(z)
    assert other.model.python == posterior.model.python


PLACES = {                                       # a program and data -> what is said, and the piece that is underlined
    "one element beside several": ("data { int N; vector[N] y; vector[1] m; }\nparameters { real s; }\nmodel {\n  y ~ normal(m, exp(s));\n}", {"N": 3, "y": [1, 2, 3], "m": [0]}, "y ~ normal(m, exp(s));"),
    "one element beside a parameter": ("data { vector[1] m; }\nparameters { vector[3] b; }\nmodel {\n  b ~ normal(m, 1);\n}", {"m": [0]}, "b ~ normal(m, 1);"),
    "shapes that do not meet": ("data { int N; vector[N] y; }\nparameters { vector[2] b; }\nmodel {\n  y ~ normal(b + y, 1);\n}", {"N": 3, "y": [1, 2, 3]}, "b + y"),
    "a rejection in data": ('data { int N; }\ntransformed data {\n  if (N > 2) reject("only ", 2, " of ", N);\n}\nmodel { }', {"N": 3}, 'reject("only ", 2, " of ", N);'),
    "an index beyond the end": ("data { int N; vector[N] y; }\nparameters { real b; }\nmodel {\n  /* é */ b ~ normal(y[N + 1], 1);\n}", {"N": 2, "y": [1, 2]}, "y[N + 1]"),
}  # fmt: skip


@pytest.mark.parametrize("text, data, underlined", PLACES.values(), ids=PLACES)
def test_errors_point_into_the_program(text, data, underlined):
    with pytest.raises(LlbayesError) as failure:
        stan.model(text=text, name="places").bind(**data)
    line, _, caret = str(failure.value).partition("at places")[2].partition("\n")[2].partition("\n")
    carets = caret.partition("\n")[0]
    assert line[carets.index("^") : carets.rindex("^") + 1] == underlined


def test_names_of_data_that_python_has():
    model = stan.model(text="data { int lambda; real np; } parameters { real st; } model { st ~ normal(np, lambda); }", name="names")
    posterior = model.bind(**{"lambda": 2, "np": 1})
    assert posterior.log_density([1.0]) == pytest.approx(-np.log(2) - 0.5 * np.log(2 * np.pi))
    assert posterior.rebind(np=3).log_density([3.0]) == posterior.log_density([1.0])
    assert "data: int lambda, real np" in repr(model) and "names.bind(lambda=…, np=…)" in model._repr_html_()


def test_an_observation_that_is_turned_has_no_dims_of_its_data():
    text = """
    data { int r; int T; matrix[r, T] y; }
    parameters { real<lower=0> v; }
    model { matrix[r, r] one = identity_matrix(r); y ~ gaussian_dlm_obs(one, one, v * one, one, zeros_vector(r), one); }
    """
    assert stan.model(text=text).bind(r=2, T=3, y=np.ones((2, 3))).binding.sites["y"].dims is None


def test_a_function_that_ends_in_a_rejection_gives_containers():
    text = """
    functions {
      vector f(vector x, real a) { if (a > 0) return x * a; else reject("a is ", a); }
      vector g(vector x, real a) { if (a > 2) { return x; } else if (a > 0) return 2 * x; reject("small"); }
      matrix h(int n, real a) { if (a < 0) reject("negative"); return rep_matrix(a, n, n); }
    }
    data { int n; vector[n] y; }
    parameters { real a; }
    model { y ~ normal(f(y, a) + g(y, a) + h(n, a)[1]', 1); }
    """
    posterior = stan.model(text=text).bind(n=2, y=[1.0, 2.0])
    for a in (1.5, 3.0):
        value, gradient = posterior.value_and_grad(np.array([a]))
        assert value == pytest.approx(posterior.interpreted_log_density(np.array([a])), rel=1e-13) and gradient[0] != 0
    assert posterior.log_density(np.array([-1.0])) == -np.inf
    assert "    assert a > 0, f'a is {a}'\n    return x * a" in stan.model(text=text).python


LONG = 600                                      # terms: some hundred nest too deeply for Python


def test_rows_of_hundreds_of_operators():
    """As generators of programs write them: from left to right, whatever the operators and types."""
    numbers = " ".join(f"{'+-'[k % 2]} {k % 7 + 1} * a[{k % 3 + 1}]" for k in range(LONG))
    text = f"""
    data {{ int n; vector[3] y; }}
    transformed data {{ int many = {" + ".join(["n"] * LONG)}; }}
    parameters {{ vector[3] a; }}
    transformed parameters {{
      real x = 0.5 {numbers};
      vector[3] v = y {"+ a" * LONG} .* y;
      real p = {" * ".join(["(1 + a[1])"] * 100)} / 2 / n;
      real test = {" && ".join(["n > 0"] * LONG)} || {" || ".join(["a[2] > 9"] * 20)};
    }}
    model {{ target += x + p + sum(v) + test * (a[3] {" - 0.001" * LONG}) + many * a[2]; }}
    """
    posterior = stan.model(text=text).bind(n=2, y=[0.5, 1.0, 2.0])
    a, y = np.array([0.01, -0.02, 0.03]), np.array([0.5, 1.0, 2.0])
    x = 0.5 + sum((-1) ** k * (k % 7 + 1) * a[k % 3] for k in range(LONG))
    v, p = y + (LONG - 1) * a + a * y, (1 + a[0]) ** 100 / 4
    wanted = x + p + np.sum(v) + a[2] - 0.001 * LONG + 2 * LONG * a[1]
    assert posterior.log_density(a) == pytest.approx(wanted, rel=1e-12) == posterior.interpret(a).log_density


DECOMPOSED = """
parameters { matrix[3, 3] A; }
transformed parameters {
  matrix[3, 3] S = crossprod(A);
  matrix[3, 3] Q = eigenvectors_sym(S);
  vector[3] e = eigenvalues_sym(S);
  matrix[3, 3] T = qr_R(A);
  matrix[3, 3] U = qr_Q(A);
  matrix[3, 3] V = qr_Q(A);
  V = qr_R(V);
  U = qr_Q(U);
}
model { e ~ normal(0, 1); to_vector(A) ~ normal(0, 1); target += sum(Q) + sum(T) + sum(U) + sum(V); }
"""


def test_parts_of_one_decomposition_are_taken_at_once():
    """Unless what it is made of is assigned in between."""
    model = stan.model(text=DECOMPOSED)
    for line in ("Q, e = st.eigendecompose_sym(S)", "U, T = st.qr(A)", "V = st.qr(A)[0]", "V = st.qr(V)[1]", "U = st.qr(U)[0]"):
        assert f"    {line}\n" in model.python
    posterior = model.bind()
    z = np.linspace(-1.0, 1.5, 9) ** 3
    assert posterior.log_density(z) == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
