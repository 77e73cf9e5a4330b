"""Every wrong program is refused at its marked line, with its message, and no file of ours is named."""
from __future__ import annotations

import inspect
import re

import pytest
from wrong_programs import PENDING, WRONG

from llbayes.ad import evaluate
from llbayes.ir.errors import CompileError


def marked_line(f):
    """The number of the line that ends in `# <-`."""
    lines, first = inspect.getsourcelines(f)
    return next(first + k for k, line in enumerate(lines) if line.rstrip().endswith("# <-"))


def cases():
    """Each name; those that the front end does not refuse properly yet are expected to fail."""
    return [pytest.param(n, marks=pytest.mark.xfail(strict=False)) if n in PENDING else n for n in WRONG]


@pytest.mark.parametrize("name", cases())
def test_wrong_program_is_refused_at_its_line(name):
    f, args, message = WRONG[name]
    with pytest.raises(CompileError) as caught:
        evaluate(f)(*args)
    text = str(caught.value)
    assert message in text.split("\n")[0]
    assert [int(n) for n in re.findall(r"wrong_programs\.py:(\d+):", text)][:1] == [marked_line(f)]
    assert not re.search(r"(?:ir|ad|lang|library)/\w+\.py", text)
    assert not re.search(r"\b(?:Scalar|Closure|Elem|Masked|Poison|View|NoneType)\b|has no attribute|not callable", text)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
