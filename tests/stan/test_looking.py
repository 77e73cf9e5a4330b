"""What is wrong with a program only for some data or sizes: said at binding, at its line, in Stan's words, indices from 1."""
import numpy as np
import pytest

from llbayes import samplers, stan
from llbayes.ir.errors import LlbayesError

Y = {"N": 3, "y": [1, 2, 3]}
G = {"N": 3, "g": [1, 2, 3], "y": [1, 2, 3]}
HEAD = "data { int N; vector[N] y; }\n"
GROUPS = "data { int N; array[N] int g; vector[N] y; }\n"

WRONG = [                                                              # a program, its data, the line, words
    (HEAD + "parameters { real m; } model {\nm ~ normal(y[4], 1);\n}", Y, 3, "index 4 is out of range: it must be from 1 to 3"),
    (HEAD + "parameters { real m; } model {\nm ~ normal(y[0], 1);\n}", Y, 3, "index 0 is out of range"),
    (HEAD + "parameters { real m; } model {\nm ~ normal(y[N - 4], 1);\n}", Y, 3, "index -1 is out of range"),
    (HEAD + "parameters { real m; } model {\nfor (i in 1:N + 1)\ny[i] ~ normal(m, 1);\n}", Y, 4, "index 4"),
    (HEAD + "parameters { real m; } model {\nfor (i in 0:N)\ntarget += y[i] * m;\n}", Y, 4, "index 0"),
    (HEAD + "parameters { real m; } model {\ny[2:5] ~ normal(m, 1);\n}", Y, 3, "index 5"),
    (HEAD + "parameters { vector[N] m; } model {\ntarget += sum(m[0:2]);\n}", Y, 3, "index 0"),
    (HEAD + "parameters { vector[N] m; } model {\nvector[N] z = y;\nfor (i in 1:N)\nz[i - 1] = m[i];\ntarget += z;\n}", Y, 5, "index 0"),
    (GROUPS + "parameters { vector[2] m; } model {\ny ~ normal(m[g], 1);\n}", G, 3, "index 3 is out of range: it must be from 1 to 2"),
    (GROUPS + "parameters { vector[2] m; } model {\nfor (i in 1:N)\ny[i] ~ normal(m[g[i]], 1);\n}", G, 4, "index 3"),
    (GROUPS + "parameters { vector[3] m; } model {\ny ~ normal(m[g], 1);\n}", {**G, "g": [1, 2, 0]}, 3, "index 0"),
    ("data { matrix[2, 3] X; }\nparameters { real m; } model {\nm ~ normal(X[3, 1], 1);\n}", {"X": np.ones((2, 3))}, 3, "index 3 is out of range: it must be from 1 to 2"),
    (HEAD + "transformed data {\nreal z = y[N + 1];\n}", Y, 3, "index 4"),
    (HEAD + "transformed data { vector[N] z;\nfor (i in 0:N)\nz[i] = 1;\n}", Y, 4, "index 0"),
    (HEAD + "generated quantities {\nreal z = y[0];\n}", Y, 3, "index 0"),
    ("functions {\nreal f(vector a, int i) {\nreturn a[i];\n}\n}\n" + HEAD + "parameters { real m; } model { m ~ normal(f(y, 0), 1); }", Y, 3, "index 0"),
    ("data { array[2] tuple(int, real) t; int k; }\nparameters { real m; } model {\nm ~ normal(t[k].2, 1);\n}", {"t": [(1, 2), (3, 4)], "k": 0}, 3, "index 0"),
    (HEAD + "parameters { real m; } model {\nm ~ normal(sum(head(y, N + 1)), 1);\n}", Y, 3, "not so many elements"),
    (HEAD + "parameters { real m; } model {\nm ~ normal(sum(tail(y, 4)), 1);\n}", Y, 3, "not so many elements"),
    (HEAD + "parameters { real m; } model {\nm ~ normal(sum(segment(y, 2, N)), 1);\n}", Y, 3, "not so many elements"),
    ("parameters { matrix[2, 3] m; } model {\ntarget += sum(block(m, 1, 2, 2, 3));\n}", {}, 2, "not so many rows and columns"),
    ("parameters { matrix[2, 3] m; } model {\ntarget += sum(sub_col(m, 2, 1, 2));\n}", {}, 2, "not so many rows"),
    ("parameters { matrix[2, 3] m; } model {\ntarget += sum(sub_row(m, 1, 0, 2));\n}", {}, 2, "not so many columns"),
    # sizes
    ("parameters { vector[3] m; } model {\nvector[2] a = m;\ntarget += a;\n}", {}, 2, "sizes do not fit: 3 assigned to 2"),
    ("parameters { vector[3] m; } model {\nvector[2] a;\na = m;\ntarget += a;\n}", {}, 3, "sizes do not fit: 3 assigned to 2"),
    ("parameters { vector[3] m; } model {\nvector[2] a;\na[1:2] = m;\ntarget += a;\n}", {}, 3, "sizes do not fit: 3 assigned to 2"),
    ("parameters { vector[1] m; } model {\nvector[3] a;\na[1:3] = m;\ntarget += a;\n}", {}, 3, "sizes do not fit: 1 assigned to 3"),
    ("parameters { vector[3] m; }\ntransformed parameters {\nvector[2] a = m;\n}", {}, 3, "sizes do not fit"),
    ("data { int N; vector[N] y; }\ntransformed data {\nvector[2] a = y;\n}", Y, 3, "sizes do not fit"),
    (HEAD + "parameters { vector[2] m; } model {\ny ~ normal(y + m, 1);\n}", Y, 3, "sizes do not fit: 3 and 2"),
    (HEAD + "parameters { vector[2] m; } model {\ny ~ normal(m, 1);\n}", Y, 3, "containers of 2 and 3 elements"),
    ("data { int N; }\ntransformed data {\nvector[N - 5] z;\nz[1] = 1;\n}", {"N": 3}, 3, "a size is negative"),
    ("data { int N; }\nparameters {\nvector[N - 5] z;\n}", {"N": 3}, 3, "the size is -2"),
    # values
    ("data { int N; }\ntransformed data {\nint k = 3 / N;\n}", {"N": 0}, 3, "a whole number is divided by 0"),
    ("data { int N; }\ntransformed data {\nint<lower=5> k = N;\n}", {"N": 3}, 3, "`k` is below its lower bound"),
    ('data { int N; }\ntransformed data {\nif (N < 5)\nreject("too small: ", N);\n}', {"N": 3}, 4, "too small: 3"),
    ("data { real s; }\nparameters { real m; } model {\nm ~ normal(0, s);\n}", {"s": -1}, 3, "must be positive"),
    ("data { int N; array[N] int y; }\nparameters { real<lower=0, upper=1> p; } model {\ny ~ bernoulli(p);\n}", {"N": 3, "y": [0, 1, 2]}, 3, "the first (2) at [3]"),
    ("data { int N; array[N] int y; }\nparameters { simplex[2] p; } model {\ny ~ categorical(p);\n}", {"N": 3, "y": [0, 1, 2]}, 3, "from 1 to 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "data", "line", "words"), WRONG, ids=[f"{k}-{words[:24]}" for k, (*_, words) in enumerate(WRONG)])
def test_errors_of_binding_are_at_the_line_and_in_stans_words(text, data, line, words):
    model = stan.model(text=text, name="wrong")
    with pytest.raises(LlbayesError) as caught:
        model.bind(**data)
    told = str(caught.value)
    assert words in told and f"{model.source.path}:{line}" in told, told
    assert not any(word in told for word in ("ppl.index", "axis", "broadcast", "count from 0", "IndexError", "ValueError", "dims=")), told
    assert words.partition(":")[0] in caught.value.message


RIGHT = [                                                              # programs whose indices and sizes are fine, in every form
    "int n = 2;\nvector[n] a;\nn = 3;\na = y[1:2];\ntarget += a[1] * m;",
    "target += sum(y[3:2]) + sum(y[4:3]) + sum(y[1:0]) + m;",
    "vector[N] z = y;\nz[2:3] = y[{1, 3}];\nz[{1, 2}] = y[1:2];\nz[:2] = y[2:];\ntarget += sum(z) * m;",
    "matrix[2, 3] X = rep_matrix(1, 2, 3);\nX[2] = y';\nX[, 1] = y[2:3];\nX[1:2, {1, 3}] = rep_matrix(m, 2, 2);\ntarget += X[2, 3];",
    "array[2] vector[3] v;\nfor (i in 1:2) v[i] = y * m;\nv[2, 3] += 1;\ntarget += v[1, 2] + sum(v[2]);",
]


@pytest.mark.parametrize("statements", RIGHT)
def test_what_is_in_range_is_let_through(statements):
    posterior = stan.model(text=HEAD + "parameters { real m; } model {\n" + statements + "\n}").bind(**Y)
    assert np.isfinite(posterior.log_density(np.array([0.5])))


def test_an_index_that_parameters_bring_out_of_range_rejects_the_point():
    text = HEAD + "parameters { real m; } model {\nint k = 1;\nwhile (k < 10 * m) k += 1;\nm ~ normal(y[k], 1);\n}"
    posterior = stan.model(text=text).bind(**Y)
    assert posterior.log_density(np.array([0.9])) == -np.inf and np.isfinite(posterior.log_density(np.array([0.05])))


RUN_TIME = [                                                           # k grows with the parameter: what it reaches out of range at 0.9 rejects the point
    "target += sum(y[1:k]) * m;", "target += sum(y[k:3]) * m - (k > 3);", "target += sum(head(y, k)) * m;", "target += sum(y[{k, 1}]) * m;",
    "vector[3] a = y;\na[1:k] = y[1:k];\ntarget += sum(a) * m;", "vector[1] a;\na = y[1:k];\ntarget += a[1] * m;", "matrix[3, 2] X = rep_matrix(m, 3, 2);\ntarget += sum(X[k]);",
    "matrix[3, 2] X = rep_matrix(m, 3, 2);\ntarget += sum(X[1:k, 2]);", "array[3] int n = {1, 2, 3};\ntarget += sum(y[n[1:k]]) * m;",
]  # fmt: skip


@pytest.mark.parametrize("statements", RUN_TIME)
def test_what_parameters_bring_out_of_range_rejects_the_point(statements):
    text = HEAD + "parameters { real m; } model {\nint k = 1;\nwhile (k < 10 * m) k += 1;\n" + statements + "\n}"
    posterior = stan.model(text=text).bind(**Y)
    assert np.isfinite(posterior.log_density(np.array([0.05])))
    if "y[k:3]" in statements:                                         # from the fourth to the third: nothing
        assert np.isfinite(posterior.log_density(np.array([0.9])))
    else:
        assert posterior.log_density(np.array([0.9])) == -np.inf


LATE = HEAD + "parameters { real m; } model {\nm ~ normal(0, 1);\nfor (i in 1:N) y[i] ~ normal(m, 1);\n}\ngenerated quantities {\nreal z = m + y[N + 1];\n}"


def test_a_binding_runs_the_declarations_alone_until_other_sites_are_asked_for():
    posterior = stan.model(text=LATE.replace("N + 1", "N")).bind(**Y)
    assert [site.name for site in posterior.parameters] == ["m"] and "sites" not in vars(posterior.binding)
    at = np.array([0.3])
    value = posterior.log_density(at)
    assert "sites" not in vars(posterior.binding) and value == pytest.approx(posterior.interpreted_log_density(at))
    assert list(posterior.sites) == ["m", "y", "z"] and posterior.observed["y"].shape == (3,)
    assert posterior.rebind(y=[3, 2, 1]).observed["y"].tolist() == [3, 2, 1]


def test_what_is_wrong_behind_the_density_is_said_before_there_are_draws():
    posterior = stan.model(text=LATE).bind(**Y)
    for asked in (lambda: samplers.nuts(posterior, draws=10, tune=10, chains=1), lambda: posterior.sites, lambda: posterior.sites, lambda: repr(posterior)):
        with pytest.raises(LlbayesError, match="index 4 is out of range"):
            asked()


def test_other_data_may_mend_what_was_wrong_behind_the_density():
    posterior = stan.model(text=LATE.replace("N + 1", "4")).bind(**Y)
    for _ in range(2):
        assert posterior.rebind(N=4, y=[1, 2, 3, 4]).observed["y"].shape == (4,)
