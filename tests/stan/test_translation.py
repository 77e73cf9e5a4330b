"""What a program is in Python: the text of the translation, where it is as a person would write it."""
import textwrap

import pytest

from llbayes import stan

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
            mu = np.zeros(N)
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
