"""What the check fills in: types, what is made of data, which function a call means, what has a value before it is used; and several errors at once."""
import pickle

import pytest

from llbayes.stan import checking, grammar, nodes
from llbayes.stan.errors import StanError
from llbayes.stan.functions.refused import BY_NAME
from llbayes.stan.nodes import FunctionDef
from llbayes.stan.signatures import TABLE
from llbayes.stan.source import Source
from llbayes.stan.walk import inside

HEAD = """functions {
  real f(int n) { return n; }
  real f(vector x) { return x[1]; }
  real g(real x);
  real g(real x) { return x > 0 ? g(x - 1) : x; }
  real law_lpdf(real y, real m) { return -square(y - m); }
}
data {
  int N; real r; vector[3] v; row_vector[3] w; matrix[3, 3] m; array[3] int is; array[2] vector[3] vs; array[2, 2] matrix[3, 3] ms; tuple(int, real) t;
}
parameters {
  real p; vector[3] q; tuple(real, vector[2]) u;
}
"""


def checked(text, head=HEAD):
    program = grammar.parse(Source(head + text, "own.stan"))
    checking.check(program)
    return program


def of(text):
    """An expression, checked as the value of `z` in the model."""
    program = checked(f"model {{ print({text}); }}")
    (say,) = program.blocks["model"]
    assert isinstance(say, nodes.Say)
    return say.arguments[0]


@pytest.mark.parametrize("text, found", [
    ("1", "int"), ("1.0", "real"), ("N + 1", "int"), ("N / 2", "int"), ("N ^ 2", "real"), ("N * r", "real"), ("-is", "array[] int"), ("!N", "int"),
    ("v + 1", "vector"), ("1 - w", "row_vector"), ("w * v", "real"), ("v * w", "matrix"), ("m * v", "vector"), ("w * m", "row_vector"), ("v'", "row_vector"),
    ("m \\ v", "vector"), ("w / m", "row_vector"), ("v .* v", "vector"), ("m .^ 2", "matrix"), ("2 .^ v", "vector"), ("1 < r", "int"), ("N && is[1]", "int"),
    ("m[1]", "row_vector"), ("m[1, 2]", "real"), ("m[, 1]", "vector"), ("m[1, ]", "row_vector"), ("m[1:2, is]", "matrix"), ("m[is]", "matrix"),
    ("v[1]", "real"), ("v[is]", "vector"), ("w[:2]", "row_vector"), ("vs[1]", "vector"), ("vs[1:2]", "array[] vector"), ("vs[, 1]", "array[] real"),
    ("vs[1, 2:]", "vector"), ("vs[is, 1]", "array[] real"), ("ms[1, 2]", "matrix"), ("ms[1, , 2]", "array[] row_vector"), ("ms[, 1, 2, 3]", "array[] real"),
    ("ms[1, 1, 1, 1]", "real"), ("ms[1][1][1][1]", "real"), ("is[is]", "array[] int"), ("{1, 2}", "array[] int"), ("{1, 2.5}", "array[] real"),
    ("{v, v}", "array[] vector"), ("{{1}, {2.5}}", "array[,] real"), ("[1, 2]", "row_vector"), ("[w, w]", "matrix"), ("[v', [1, 2, 3]]", "matrix"),
    ("(1, v)", "tuple(int, vector)"), ("t.1", "int"), ("t.2", "real"), ("(v, 2).1", "vector"), ("{(1, 2.5), (2, 3)}", "array[] tuple(int, real)"),
    ("N ? 1 : 2.5", "real"), ("N ? is : {1.5}", "array[] real"), ("N ? (1, 2.5) : (1.5, 2)", "tuple(real, real)"), ("f(1)", "real"), ("f(v)", "real"), ("g(1)", "real"),
    ("size(v)", "int"), ("exp(is)", "array[] real"), ("normal_lpdf(v | 0, 1)", "real"), ("law_lpdf(1 | 2)", "real"), ("target()", "real"), ("u.2", "vector"),
    ("normal_lupdf(r | 0, 1)", "real"), ("law_lupdf(r | 0)", "real"), ("rep_array(v, 2)", "array[] vector"), ("qr(m)", "tuple(matrix, matrix)"),
])  # fmt: skip
def test_types(text, found):
    assert str(of(text).type) == found


@pytest.mark.parametrize("text, data", [
    ("r + v[1]", True), ("r + p", False), ("v[1:N]", True), ("q[1]", False), ("t.2", True), ("u.1", False), ("(r, p).1", True), ("(r, p).2", False), ("p > 0", False),
    ("exp(r)", True), ("exp(q)", False), ("size(q)", True), ("N ? r : p", False), ("{r, p}", False), ("[r, 1]", True), ("target()", False), ("g(p)", False),
])  # fmt: skip
def test_data(text, data):
    assert of(text).data is data


def test_callees():
    first, second = of("f(N)").callee, of("f(q)").callee
    assert isinstance(first, FunctionDef) and isinstance(second, FunctionDef) and [str(one.params[0].type) for one in (first, second)] == ["int", "vector"]
    assert of("g(1)").callee.body is not None                            # the definition, not what declares it ahead
    assert of("v * w").callee.result.base == "matrix" and str(of("exp(N)").callee.arguments[0]) == "real"
    program = checked("model { real x = 1; p ~ law(x); r ~ normal(p, 1) T[0, ]; x += p; }")
    _, user, own, compound = program.blocks["model"]
    assert user.callee.name == "law_lpdf" and own.callee.signature.name == "normal_lpdf" and compound.callee.signature.name == "operator+"


def test_overloads_of_stans_functions():
    program = checked("model { print(exp((1, 2)), exp(1)); }", "functions { real exp(tuple(int, int) x) { return 1; } }")
    user, stan = program.blocks["model"][0].arguments
    assert isinstance(user.callee, FunctionDef) and stan.callee.signature.name == "exp"


def test_declarations():
    program = checked("model { real a = r; for (i in is) { real b = i + a + N; print(b, q); } }")
    names = {node.id: node.declared for node in inside(program.blocks["model"][1]) if isinstance(node, nodes.Name)}
    assert names["i"] is None and names["a"].block == "local" and names["N"].block == "data" and names["q"].block == "parameters"
    assert [str(names[name].type) for name in "abNq"] == ["real", "real", "int", "vector"]


@pytest.mark.parametrize("body, assigned", [
    ("real x = 1; print(x);", True), ("real x; x = 1; print(x);", True), ("real x; print(x); x = 1;", False), ("real x;", True),
    ("vector[2] x; x[1] = 1; x[2] = 2;", False), ("vector[2] x; x = [1, 2]'; x[1] = 3;", True), ("real x; x += 1;", False),
    ("real x; if (N) x = 1; else x = 2; print(x);", True), ("real x; if (N) x = 1; print(x);", False),
    ("real x; if (N) x = 1; else reject(1); print(x);", True), ("real x; for (i in 1:N) x = i; print(x);", False),
    ("real x; for (i in 1:N) { x = i; print(x); }", True), ("real x; for (i in 1:N) { if (i > 2) break; x = i; print(x); }", True),
    ("real x; while (N) { x = 1; } print(x);", False), ("real x; { x = 1; } print(x);", True), ("real x; profile(\"a\") { x = 1; } print(x);", True),
    ("real x; int k; (k, x) = (1, 2); print(x);", True), ("real x; x = x + 1;", False), ("real x; real y = x; x = 1;", False),
    ("vector[2] x; for (i in 1:2) x[i] = i;", False), ("real x; if (N) { x = 1; } else { while (1) { x = 2; } } print(x);", False),
])  # fmt: skip
def test_definite_assignment(body, assigned):
    program = checked(f"model {{ {body} }}")
    (declared,) = [one for node in inside(program.blocks["model"][0]) if isinstance(node, nodes.Declaration) for one in node.names if one.name == "x"]
    assert declared.assigned is assigned


def test_what_belongs_to_a_block_has_a_value_at_its_end():
    program = checked("transformed parameters { real a; real b; b = p; } model { } generated quantities { real c; if (p > 0) c = 1; real d = c; }")
    found = {node.name: node.assigned for node in inside(program) if isinstance(node, nodes.Declared) and node.name in "abcdpN"}
    assert found == {"N": True, "p": True, "a": False, "b": True, "c": False, "d": True}


# -- errors
def refused(text, head=HEAD):
    with pytest.raises(StanError) as caught:
        checked(text, head)
    return caught.value


def test_all_errors_at_once():
    text = "data {\n  int N = M;\n}\nmodel {\n  real x = nowhere;\n  x = v;\n  N = 2;\n  x ~ norml(0, 1);\n}\n"
    error = refused(text.replace(" = M", ""), "")
    assert [one.position.line for one in (error, *error.others)] == [5, 6, 7, 8] and "did you mean `normal`?" in error.others[-1].hint
    assert "also own.stan:6:7: `v` is not declared" in str(error) and str(pickle.loads(pickle.dumps(error))) == str(error)
    assert len(refused("model {" + "".join(f" a{k} = 1;" for k in range(40)) + "}", "").others) == 9


def test_a_name_is_missed_once():
    error = refused("model { real x = y; x += y; x = y; real z = x; z += q; }", "")
    assert [one.message for one in (error, *error.others)] == ["`y` is not declared", "`q` is not declared"]


def test_one_message_in_two_lines():
    error = refused("model { real x = v * v;\n x = v * v; }")
    assert [one.position.line for one in (error, *error.others)] == [14, 15]


@pytest.mark.parametrize("text", ["x = " + "(1 + " * 5000 + "1" + ")" * 5000, "v = v" + "'" * 5000, "x = v" + "[1:2]" * 5000 + "[1]"])
def test_what_is_nested_too_deeply(text):
    assert refused(f"model {{ real x; vector[2] v;\n {text}; }}", "").position.line == 2


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_what_is_not_supported_is_refused_by_name(name):
    error = refused(f"generated quantities {{ print({name}{'(1 | 2)' if name.endswith(('pdf', 'pmf', 'cdf', 'unnorm')) else '(1, 2)'}); }}", "")
    assert f"`{name}`" in error.message and ("is not supported" in error.message or "does not take" in error.message)


def test_what_is_refused_by_name_is_not_there():
    assert not set(BY_NAME) & set(TABLE)


def test_functions_of_earlier_versions():
    program = checked("model { target += normal_log(p, 0, 1) + fabs(p) + multiply_log(1, p) + binomial_coefficient_log(3, 1) + get_lp(); }")
    assert [(old.was, old.now) for old in program.old] == [
        ("normal_log", "normal_lpdf"), ("fabs", "abs"), ("multiply_log", "lmultiply"), ("binomial_coefficient_log", "lchoose"), ("get_lp", "target"),
    ]  # fmt: skip
