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
        def program(N: ppl.Int, x: ppl.Real, y: ppl.Real):
            a = ppl.sample('a', ppl.Normal(0.0, 10.0))
            b = ppl.sample('b', ppl.Normal(0.0, 2.5))
            s = ppl.sample('s', ppl.Exponential(1.0))
            ppl.sample('y', ppl.Normal(a + b * x, s), obs=y)
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
        def program(J: ppl.Int, k: ppl.Int):
            tau = ppl.param('tau', ppl.positive)
            theta = ppl.sample('theta', ppl.Normal(tau, 1.0), constraint=ppl.positive, shape=J)
            high = ppl.param('high', ppl.lower(tau))
            ppl.factor('high_L4', ppl.Cauchy(0.0, 1.0).truncated(0, None).logpdf(high))
            ppl.sample('k', ppl.Poisson(theta), obs=k)
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
        def program(N: ppl.Int, g: ppl.Int, y: ppl.Real, X: ppl.Real):
            a = ppl.param('a', ppl.real, shape=3)
            b = ppl.param('b', ppl.real, shape=2)
            mu = np.zeros(N)
            for n in range(2, N + 1):
                mu[n - 1] = a[g[n - 1] - 1] + X[n - 1] @ b
            mu[0] = X[0, 1]
            ppl.deterministic('mu', mu)
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
