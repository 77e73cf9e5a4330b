"""What the parser says to text that is no program: the place, what was found and expected, a hint; and that it ends with nothing but its own error."""
import random

import pytest

from llbayes import stan
from llbayes.stan import grammar
from llbayes.stan.errors import StanError
from llbayes.stan.lexer import tokens
from llbayes.stan.source import Source


def refused(text):
    with pytest.raises(StanError) as caught:
        grammar.parse(Source(text, "own.stan"))
    return caught.value


@pytest.mark.parametrize("text, line, column, message, hint", [
    ("model {\n  x = 3\n  y = 4;\n}", 2, 8, "expected `;` behind the assignment, found `y`", ""),
    ("model { x == 3; }", 1, 9, "no statement", "`==` compares"), ("model { if (x = 3) y = 2; }", 1, 15, "expected `)`, found `=`", "`==` compares"),
    ("model { i++; }", 1, 12, "expected an expression", "`x += 1`"), ("model { y = x ** 2; }", 1, 16, "", "`x ^ y`"),
    ("model { for (i 1:N) x = 1; }", 1, 16, "expected `in`", "for (i in 1:N)"), ("model { for i in 1:N x = 1; }", 1, 13, "expected `(`", "for (i in 1:N)"),
    ("model { for (int i = 0; i < n; i++) x = 1; }", 1, 14, "has no type", "for (i in 1:N)"), ("model { if x > 0 { } }", 1, 12, "expected `(`", "parentheses"),
    ("model { if (x) y = 1; elif (z) y = 2; }", 1, 23, "begins no statement", "`else if`"), ("model { if (a and b) y = 1; }", 1, 15, "", "`&&`"),
    ("model { if (a) { y = 1; }; else y = 2; }", 1, 28, "`else` has no `if`", "`;`"),
    ("model { y ~ normal(0,\n  1;\n}", 2, 4, "expected `)`", "`(` of line 1 is not closed"), ("model { y ~ normal; }", 1, 19, "expected `(`", "normal(…)"),
    ("model {\n  for (i in 1:N) {\n  x = 1;\n}\n", 4, 1, "end of the program", "`{` of line 1 is not closed"),
    ("model {\n}\n}", 3, 1, "closes nothing", "closed too early"),
    ("model { float x; }", 1, 9, "`float` is no type", "`real`"), ("model { vecotr[3] x; }", 1, 9, "`vecotr` is no type", "`vector`"),
    ("data { real<lowr=0> y; }", 1, 13, "expected a constraint", "`lower`"), ("data { int<offset=1> y; }", 1, 12, "no `offset`", ""),
    ("data { real<lower=0, multiplier=1> y; }", 1, 22, "does not go with", ""), ("data { real<lower=(0), lower=1> y; }", 1, 24, "twice", ""),
    ("data { real<lower=a ? b : c> y; }", 1, 21, "expected `>`", "parentheses"), ("data { real y = 2; }", 1, 15, "no value", "transformed data"),
    ("data { y = 2; }", 1, 8, "declarations alone", "transformed data"), ("data { vector y; }", 1, 15, "expected `[`", "vector[N]"),
    ("data { vector[2]<lower=0> y; }", 1, 17, "behind the size", "vector<lower=0>[N]"), ("data { real[3] y; }", 1, 12, "no further size", "array[N] real"),
    ("data { matrix[3] y; }", 1, 18, "2 sizes, found 1", ""), ("data { array[] real y; }", 1, 14, "size of the array is missing", ""),
    ("data { array[2] array[3] real x; }", 1, 17, "array of arrays", "array[N, M]"), ("data { tuple(int) x; }", 1, 17, "two items", "tuple(int,)"),
    ("data { real x, int y; }", 1, 16, "found the type `int`", "one type"), ("data { real lower; }", 1, 13, "a word of Stan's", "`lower_`"),
    ("data { real x__; }", 1, 13, "ends with `__`", "`x`"), ("data { real var; }", 1, 13, "reserved", "`var_`"), ("model { for (true in 1:2) { } }", 1, 14, "reserved", ""),
    ("model { real<lower=0> x; }", 1, 13, "no constraints", "reject"), ("model { simplex[3] x; }", 1, 9, "constrained type", "vector[N]"),
    ("parameter { }", 1, 1, "expected a block", "`parameters`"), ("generated quantity { }", 1, 1, "expected a block", "`generated quantities`"),
    ("model { }\ndata { }", 2, 1, "stands behind `model`", "in this order"), ("model { }\nmodel { }", 2, 1, "twice", "line 1"),
    ("real x;", 1, 1, "inside of blocks", ""), ("\n", 1, 1, "no blocks", ""), ("// all\n", 1, 1, "no blocks", ""), ("import numpy", 1, 1, "expected a block", ""),
    ("functions { real f(vector[3] x) { } }", 1, 27, "no sizes", "`vector`"), ("functions { real f(real x[]) { } }", 1, 26, "no sizes", "array[] real"),
    ("functions { def f(x) { } }", 1, 13, "begins no function", "real f(real x)"), ("functions { real f(simplex x) { } }", 1, 20, "no constraints", "`vector`"),
    ("functions { int N; }", 1, 18, "expected `(`", "functions alone"), ("functions { real f(void x) { } }", 1, 20, "`void`", ""),
    ("model { print('hi'); }", 1, 15, "", '`"`'), ('model { x = "hi"; }', 1, 13, "", "`print`"), ('model { print("hi); }', 1, 15, "no end in its line", ""),
    ("model { f(x) = 3; }", 1, 9, "assigned to", ""), ("model { (x) = 3; }", 1, 9, "assigned to", ""), ("model { x + 1 = 3; }", 1, 9, "assigned to", ""),
    ("model { normal_lpdf(y | 0, 1); }", 1, 9, "goes nowhere", "target +="), ("model { x = target; }", 1, 13, "", "target()"),
    ("model { y = x'[1]; }", 1, 15, "", "(x')[i]"), ("model { y = 3000000000; }", 1, 13, "end at 2147483647", ".0"), ("model { y = 1_; }", 1, 14, "`_`", ""),
    ("model { y = x.y; }", 1, 14, "unexpected character `.`", "no `.`"), ("model { y = a ≤ b; }", 1, 15, "LESS-THAN OR EQUAL TO", "`<=`"),
    ("model { y = {}; }", 1, 14, "at least one element", "rep_array"), ("model { /* no end }", 1, 9, "no end", "`*/`"), ("model { y = 2 x; }", 1, 15, "", "a * b"),
    ("model { y = a ? b; }", 1, 18, "expected `:`", ""), ("model { y ~ normal(0, 1) T[0]; }", 1, 29, "expected `,`", "T[low, ]"),
    ("model { real x[2] = y, z[3; }", 1, 27, "expected `]`", ""), ("model { array[2] real x[3]; }", 1, 24, "two places", ""),
    (f"model {{ x = {'(' * 4000}", 1, None, "nested too deeply", ""), (f"model {{ x = 1{'0' * 6000}; }}", 1, 13, "end at 2147483647", ""),
])  # fmt: skip
def test_what_is_said(text, line, column, message, hint):
    error = refused(text)
    assert message in error.message and hint in error.hint, str(error)
    assert error.position.line == line and column in (None, error.position.column), str(error)


WORDS = ['{', '}', '(', ')', '[', ']', ';', ',', '<', '>', '=', '~', '|', '+', '-', '"x"', '"', '/*', '*/', '//', '#', '#include', 'T', 'target', 'int', 'real', 'array', 'tuple', 'x__', '1', '.1', '1.', '2i', 'lower', 'data', 'model', 'x', 'if', 'else', 'for', 'in', '?', ':', "'", '^', '_', 'é', '.', '@', 'void', 'return', 'profile', 'print']
OWN = """functions { real f(data array[,] real x, int n) { return x[n, 1:2][1] + 1; } }
data { int<lower=0> N; array[N] vector<lower=0, upper=1>[3] x; tuple(int, real) t; }
parameters { real<offset=1, multiplier=2> a; simplex[3] s; }
model { for (i in 1:N) { if (i > 2 && t.1 == 1) a ~ normal(f(x, i), 1) T[0, ]; else target += s' * x[i]; } real z = a ? 1 : -2 ^ 3; print("z", {1, 2}, [3]); }
generated quantities { array[2] real q = {1.5, normal_rng(0, 1)}; while (N) { break; } (a, b) = t; }"""


def changed(words):
    """The words with one of them left out, written twice, replaced, or changed for another."""
    k, j = random.randrange(len(words)), random.randrange(len(words))
    piece = random.choice(([], [words[k]] * 2, [random.choice(WORDS), words[k]], [random.choice(WORDS)], [words[j]]))
    return [*words[:k], *piece, *words[k + 1:]]


def test_no_text_breaks_the_parser():
    random.seed(5)
    source = Source(OWN, "own.stan")
    grammar.parse(source)
    good = [OWN[span.start:span.end] for span in tokens(source).spans]
    for _ in range(1500):
        words = changed(good)
        for _ in range(random.choice((0, 0, 1, 2))):
            words = changed(words)
        text = random.choice((" ", "\n")).join(words)[:random.choice((None, None, random.randrange(len(OWN))))]
        try:
            grammar.parse(Source(text, "<changed>"))
        except StanError as error:
            assert error.message and error.position.line


def test_what_is_nested_too_deeply_is_said_at_its_line():
    with pytest.raises(StanError, match="nested too deeply") as caught:
        stan.model(text=f"parameters {{ real a; }}\nmodel {{\n  target += {'(a + ' * 5000}a{')' * 5000};\n}}")
    assert caught.value.position.line == 3
