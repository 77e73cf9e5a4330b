"""The parser: precedence and associativity, every statement and declaration, places, includes, old forms."""
import dataclasses

import pytest

from llbayes import stan
from llbayes.stan import grammar, nodes, old
from llbayes.stan.errors import StanError
from llbayes.stan.source import Source, Span
from llbayes.stan.types import Type


def parse(text):
    return grammar.parse(Source(text, "own.stan"))


def model(statements):
    return parse(f"model {{ {statements} }}").blocks["model"]


def written(node):
    """An expression with all its parentheses."""
    if isinstance(node, nodes.Int | nodes.Real | nodes.Imaginary):
        return f"{node.value:g}" + "i" * isinstance(node, nodes.Imaginary)
    if isinstance(node, nodes.Name):
        return node.id
    if isinstance(node, nodes.Unary):
        return f"({written(node.operand)}')" if node.op == "'" else f"({node.op}{written(node.operand)})"
    if isinstance(node, nodes.Binary):
        return f"({written(node.left)}{node.op}{written(node.right)})"
    if isinstance(node, nodes.Conditional):
        return f"({written(node.test)}?{written(node.then)}:{written(node.other)})"
    if isinstance(node, nodes.Index):
        return f"{written(node.base)}[{','.join(map(written, node.indices))}]"
    if isinstance(node, nodes.Slice):
        return ":".join("" if end is None else written(end) for end in (node.low, node.high))
    if isinstance(node, nodes.TupleItem):
        return f"{written(node.base)}.{node.number}"
    if isinstance(node, nodes.Call):
        first, *rest = map(written, node.arguments or [nodes.Name(node.span, "")])
        return f"{node.name}({first}{'|' if node.bar else ',' if rest else ''}{','.join(rest)})"
    brackets = {nodes.ArrayLiteral: "{}", nodes.RowLiteral: "[]", nodes.TupleLiteral: "()"}[type(node)]
    return brackets[0] + ",".join(map(written, node.items)) + brackets[1]


@pytest.mark.parametrize("text, meant", [
    ("a + b + c", "((a+b)+c)"), ("a - b - c", "((a-b)-c)"), ("a ^ b ^ c", "(a^(b^c))"), ("a .^ b ^ c", "(a.^(b^c))"),
    ("-a ^ b", "(-(a^b))"), ("a ^ -b", "(a^(-b))"), ("a ^ -b ^ c", "(a^(-(b^c)))"), ("a ^ -b * c", "((a^(-b))*c)"), ("-a'", "(-(a'))"),
    ("a' * b", "((a')*b)"), ("a ^ b'", "(a^(b'))"), ("a''", "((a')')"), ("- -a", "(-(-a))"), ("!a == b", "((!a)==b)"), ("-a * b", "((-a)*b)"),
    ("a * -b + c", "((a*(-b))+c)"), ("a * b % c / d .* e ./ f", "(((((a*b)%c)/d).*e)./f)"), ("a * b \\ c", "(a*(b\\c))"), ("a \\ b * c", "((a\\b)*c)"),
    ("a * b %/% c", "(a*(b%/%c))"), ("-a %/% b", "((-a)%/%b)"), ("a + b * c", "(a+(b*c))"), ("a < b < c", "((a<b)<c)"), ("a == b < c", "(a==(b<c))"),
    ("a != b == c", "((a!=b)==c)"), ("a || b && c", "(a||(b&&c))"), ("a && b || c && d", "((a&&b)||(c&&d))"), ("a <= b + 1", "(a<=(b+1))"),
    ("a ? b : c ? d : e", "(a?b:(c?d:e))"), ("a ? b ? c : d : e", "(a?(b?c:d):e)"), ("a || b ? c : d + e", "((a||b)?c:(d+e))"),
    ("(a + b) * c", "((a+b)*c)"), ("x[1]", "x[1]"), ("x[1:2, :, , a:, :b]", "x[1:2,:,:,a:,:b]"), ("x[a ? b : c]", "x[(a?b:c)]"), ("x[][1]", "x[:][1]"),
    ("x[a ? b : c : d]", "x[(a?b:c):d]"), ("x[i][j].1", "x[i][j].1"), ("x.1.2", "x.1.2"), ("x .1", "x.1"), ("f(x).2[3]", "f(x).2[3]"),
    ("x.1*2", "(x.1*2)"), ("(a, b).1", "(a,b).1"), ("(a,)", "(a)"), ("{a, {b}}", "{a,{b}}"), ("[a, b]'", "([a,b]')"), ("[]", "[]"),
    ("f()", "f()"), ("f(a, b)", "f(a,b)"), ("f_lpdf(y | a, b)", "f_lpdf(y|a,b)"), ("f_lpdf(y | )", "f_lpdf(y|)"), ("target()", "target()"),
    ("1.5", "1.5"), ("1.", "1"), (".5", "0.5"), ("1e3", "1000"), ("1.e-1", "0.1"), ("1_000 + 1_0.2_5e0_1", "(1000+102.5)"), ("2i", "2i"), (".5e1i", "5i"),
    ("1.*x", "(1*x)"), ("x.*y", "(x.*y)"), ("T + 1", "(T+1)"), ("T[1]", "T[1]"), ("T(1)", "T(1)"), ("a<-b", "(a<(-b))"), ("transformed", "transformed"),
])  # fmt: skip
def test_precedence(text, meant):
    assert written(model(f"x = {text};")[0].value) == meant


def test_statements():
    body = model("""
        for (i in 1:N) x[i] = i;
        for (v in xs) { ; }
        while (a) if (b) break; else continue;
        if (a) { real z; } else if (b) ; else return;
        target += f(x);  jacobian += 1;
        y ~ normal(0, 1) T[0, ];  y[1] + 1 ~ f();  1 ~ g(x) T[, T[1, 1]];  {a, b} ~ h(1);  -1 ~ g(x) T[,];  [a, b]' ~ g(1);
        print("a", x, 1 < 2);  reject("no");  fatal_error("no", x);
        profile("p") { x += 1; }
        f(x);
        x .*= 2; x ./= 2; x -= 1; x *= 2; x /= 2; x.1[2] = 3; (a, (b[1], c.2)) = t;
        int i, j = 2; array[2, N] tuple(int, array[2] vector[3]) q; tuple(real,) one;
        profile("p") { }
    """)
    kinds = ("For ForEach While If Increment Increment Tilde Tilde Tilde Tilde Tilde Tilde Say Say Say Profile CallStatement Assign Assign Assign Assign "
             "Assign Assign Assign Declaration Declaration Declaration Profile")
    assert [type(node).__name__ for node in body] == kinds.split()
    assert body[2].body.other.__class__ is nodes.Continue and body[3].other.other.__class__ is nodes.Return and body[5].word == "jacobian"
    assert [(t.low is None, t.high is None) for t in (body[6].truncation, body[8].truncation, body[10].truncation)] == [(False, True), (True, False), (True, True)]
    assert [node.op for node in body if isinstance(node, nodes.Assign)] == [".*=", "./=", "-=", "*=", "/=", "=", "="]
    i, j = body[-4].names
    assert i.value is None and j.value.value == 2 and i.sized is j.sized
    parts = body[-3].names[0].sized
    assert (parts.word, len(parts.array), [p.word for p in parts.parts], len(parts.parts[1].array)) == ("tuple", 2, ["int", "vector"], 1)
    assert [part.value for part in body[12].arguments[:1]] == ["a"]


def test_blocks_and_constraints():
    program = parse("""
        functions { real f(data array[,] real x, tuple(int, array[] vector) y); void g() { } complex_matrix h(complex z) { return z; } }
        data { int<lower=0, upper=(a > 1 ? 2 : 3)> N; array[N] vector<offset=-m, multiplier=s^2>[N] x; ; cholesky_factor_cov[3, 2] L; simplex[3] s; }
        transformed data { real<upper=1> y = 2; tuple(real<lower=0>, simplex[2]) t; }
        parameters { sum_to_zero_matrix[2, 3] z; row_stochastic_matrix[2, 2] r; }
        transformed parameters { }
        model { }
        generated quantities { ordered[2] o = f(x); }
    """)
    f, g, h = program.functions
    assert [(p.name, p.data, str(p.type)) for p in f.params] == [("x", True, "array[,] real"), ("y", False, "tuple(int, array[] vector)")]
    assert f.body is None and g.body.body == [] and str(g.result) == "void" and h.result == Type("complex_matrix")
    assert list(program.blocks) == [name for name in nodes.BLOCKS if name != "functions"]
    (n,), (x,), (big,), _ = (declaration.names for declaration in program.blocks["data"])
    assert list(n.sized.constraints) == ["lower", "upper"] and written(n.sized.constraints["upper"]) == "((a>1)?2:3)"
    assert list(x.sized.constraints) == ["offset", "multiplier"] and len(x.sized.array) == len(x.sized.sizes) == 1 and len(big.sized.sizes) == 2
    assert program.blocks["transformed data"][1].names[0].sized.parts[0].constraints["lower"].value == 0
    assert program.old == []


def test_places():
    text = "model {\n  real x = (a +\n b) * c[2];\n  target += f(x | y)';\n}"
    program = parse(text)
    declaration, increment = program.blocks["model"]

    def said(node):
        return text[node.span.start:node.span.end]

    assert said(declaration) == "real x = (a +\n b) * c[2];" and said(declaration.names[0].value) == "(a +\n b) * c[2]"
    assert said(declaration.names[0].value.left) == "(a +\n b)" and said(declaration.names[0].sized) == "real"
    assert said(increment.value) == "f(x | y)'" and said(increment.value.operand) == "f(x | y)"
    assert text[slice(*increment.value.operand.name_span[1:])] == "f" and increment.span.line == 4
    assert said(program) == text


def spans(node):
    """All places in a tree."""
    if isinstance(node, Span):
        yield node
    elif isinstance(node, list | tuple):
        for item in node:
            yield from spans(item)
    elif isinstance(node, dict):
        yield from spans(list(node.values()))
    elif dataclasses.is_dataclass(node):
        yield from spans([getattr(node, field.name) for field in dataclasses.fields(node)])


def test_includes(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "f.stan").write_text('real f(real x) {\n  #include "g.stan"\n}\n')
    (tmp_path / "parts" / "g.stan").write_text("// one line\nreturn x;")
    (tmp_path / "beside.stan").write_text("data { int N; }")
    main = tmp_path / "main.stan"
    main.write_text("functions {\n#include <parts/f.stan>\n#include\tparts/f.stan\n}\n#include /beside.stan\nmodel { } // #include nothing\n/* #include no */")
    program = grammar.parse(Source(main.read_text(), str(main)))
    assert [f.name for f in program.functions] == ["f", "f"] and list(program.blocks) == ["data", "model"]
    inner = program.functions[0].body.body[0].span
    assert inner.source.path.endswith("g.stan") and inner.line == 2
    assert all(0 <= span.start <= span.end <= len(span.source.text) for span in spans(program))


@pytest.mark.parametrize("text, said", [("#include gone.stan", "is not there"), ('#include "a.stan"', "includes itself"), ("#include", "names no file")])
def test_includes_that_are_wrong(tmp_path, text, said):
    (tmp_path / "a.stan").write_text("#include b.stan")
    (tmp_path / "b.stan").write_text("\n#include a.stan")
    with pytest.raises(StanError, match=said) as caught:
        grammar.parse(Source(f"model {{ }}\n{text}", str(tmp_path / "main.stan")))
    assert caught.value.position.line in (1, 2)


def test_old_forms_run_with_one_warning():
    program = parse("""# a comment
        functions { real[,] f(real[] x, vector[,] y) { return x; } }
        data { int N; real<lower=0> x[N], y; vector[3] z[N, 2]; }
        transformed parameters { real a[2] = x; real b <- 1; }
        model { increment_log_prob(f(x));  b<-2;  z[1] <- 3; # another
        }""")
    assert [(old.was, old.now, old.span.line) for old in program.old] == [
        ("# …", "// …", 1), ("# …", "// …", 5), ("real[,] x", "array[,] real x", 2), ("real[] x", "array[] real x", 2), ("vector[,] x", "array[,] vector x", 2),
        ("real x[…]", "array[…] real x", 3), ("vector[…] z[…]", "array[…] vector[…] z", 3), ("real a[…]", "array[…] real a", 4), ("<-", "=", 4),
        ("increment_log_prob(…)", "target += …", 5), ("<-", "=", 5), ("<-", "=", 5)]  # fmt: skip
    f = program.functions[0]
    assert (str(f.result), [str(p.type) for p in f.params]) == ("array[,] real", ["array[] real", "array[,] vector"])
    _, (x, y), (z,) = (declaration.names for declaration in program.blocks["data"])
    assert (len(x.sized.array), len(y.sized.array), len(z.sized.array), "lower" in x.sized.constraints) == (1, 0, 2, True)
    assert [type(node).__name__ for node in program.blocks["model"]] == ["Increment", "Assign", "Assign"]
    with pytest.warns(old.OldSyntaxWarning) as caught:
        old.warn(program)
    assert len(caught) == 1 and "`<-`, today `=`: lines 4, 5" in str(caught[0].message) and "own.stan" in str(caught[0].message)
    old.warn(parse("model { }"))


OLDEST = """# a program as they were written in 2013
functions {
  real[] twice(real[] x) { real y[size(x)]; for (i in 1:size(x)) y[i] <- 2 * x[i]; return y; }
  real mine_log(real y, real mu) { return normal_log(y, mu, 1); }
}
data { int<lower=0> N; real y[N]; int k[N]; }
transformed data { real z[N]; z <- twice(y); }
parameters { real mu; real<lower=0> s[2]; }
model {
  increment_log_prob(normal_log(z, mu, s[1]));
  mu ~ mine(3);
  s ~ cauchy(0, 2.5);
  for (n in 1:N) k[n] ~ poisson(if_else(s[2] > 1, s[2], exp(mu)));
  increment_log_prob(binomial_coefficient_log(5, 2) + multiply_log(2.0, s[1]));
}
"""
TODAY = """
functions {
  array[] real twice(array[] real x) { array[size(x)] real y; for (i in 1:size(x)) y[i] = 2 * x[i]; return y; }
  real mine_lpdf(real y, real mu) { return normal_lpdf(y | mu, 1); }
}
data { int<lower=0> N; array[N] real y; array[N] int k; }
transformed data { array[N] real z; z = twice(y); }
parameters { real mu; array[2] real<lower=0> s; }
model {
  target += normal_lpdf(z | mu, s[1]);
  mu ~ mine(3);
  s ~ cauchy(0, 2.5);
  for (n in 1:N) k[n] ~ poisson(s[2] > 1 ? s[2] : exp(mu));
  target += lchoose(5, 2) + lmultiply(2.0, s[1]);
}
"""


def test_an_old_program_is_the_same_as_it_is_written_today():
    with pytest.warns(old.OldSyntaxWarning) as caught:
        before = stan.model(text=OLDEST)
    assert len(caught) == 1 and all(f"`{form}`" in str(caught[0].message) for form in ("normal_log", "mine_log", "if_else", "multiply_log", "real y[…]"))
    data = {"N": 2, "y": [1.0, 2.0], "k": [1, 2]}
    z = [0.3, -0.2, 0.4]
    assert before.bind(**data).log_density(z) == stan.model(text=TODAY).bind(**data).log_density(z)
