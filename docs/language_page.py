"""Writes docs/language.md from the tables of the front end; run this file after changing one of them."""
from __future__ import annotations

from pathlib import Path

HEAD = """# The language

Functions of these modules are compiled; everything else that is known when the function is compiled is evaluated by Python itself. The same
source runs in CPython with NumPy. [Special functions](special.md) have a page of their own. This page
is written by `docs/language_page.py` from the compiler's own tables.

Shapes are known when a function is compiled. A slice may have run-time bounds all the same (`x[:i]`, `x[i:j]`, `x[i::-1]`): it can be read,
looped over, reduced, multiplied and written, and its `len` is a run-time number; a new array
(`np.zeros(i)`, `np.zeros((i, 3))`, `np.arange(i)`) has such a length where a bound of it is known: of data of a model, of the index of a loop, of a `len`.

NumPy's elementwise functions have their methods: `outer` (`np.subtract.outer(x, x)`), `reduce` and `accumulate` (those that the table has by
another name, and `np.logaddexp.reduce`), and `np.add.at`, `np.subtract.at`, which add in place where an index occurs more than once.

Lists, dicts, tuples and records are compile-time structure: what they hold may be run-time values, how many and under which names may not.
A list that grows in a loop by the same number of items of one shape each trip (`append`, `extend`, `+=`; an `if` whose ways add as many counts too) is an
array whose room is known: 100,000 appends compile as fast as ten, and `xs[-1]`, `xs[i - 1]`, `len(xs)`, `np.array(xs)` and `sum(xs)` are what they are
in Python. So is a list comprehension of run-time numbers or arrays with more than 16 members; a shorter one is written out.
`sum(… for …)`, and `max`, `min`, `any` and `all` of a generator, are loops, with run-time
conditions if you like. A loop in which a list grows in another way (`pop`, `insert`, unlike
items), or whose index chooses from a table of unlike things, is unrolled.

Matrix products and linear systems of 16 rows and more, Cholesky factors and determinants (`slogdet`) of 32, are calls of SciPy's BLAS and LAPACK,
differentiated as such; smaller ones, products with vectors, and f32 are loops. Chains are threads of their own, so the first such program sets
SciPy's OpenBLAS to one thread.

"""


def page() -> str:
    """The whole page."""
    from llbayes.lang.calls.recognition import METHODS, TABLE
    from llbayes.lang.values.fence import FIELDS, NEWER, REFUSED
    rows = {name: h.doc for name, h in TABLE.items() if not name.startswith("llbayes")}
    lines = [HEAD, "## Functions\n", "| function | meaning |", "|---|---|"]
    lines += [f"| `{name.removeprefix('builtins.')}` | {_cell(doc)} |" for name, doc in sorted(rows.items())]
    lines += ["\n## Array methods\n", ", ".join(f"`.{m}`" for m in sorted(METHODS)) + ", and the attributes `.shape`, `.ndim`, `.size`, `.T`, `.dtype`\n"]
    lines += ["## Not part of the language\n", "| construct | message | instead |", "|---|---|---|"]
    refused = {node.__name__: words for node, words in REFUSED.items()} | NEWER           # the same page on every Python
    lines += [f"| `{node}` | {_cell(message)} | {_cell(hint)} |" for node, (message, hint) in sorted(refused.items())]
    lines += [f"| `{node.__name__}.{field}` | {_cell(message)} | {_cell(hint)} |" for (node, field), (message, hint) in FIELDS.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(__file__).with_name("language.md").write_text(page())
