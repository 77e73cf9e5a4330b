"""Places in notebook cells are called what the user sees, under a kernel's file names and a prompt's; without IPython a place is a file's."""
import subprocess
import sys

import pytest

from llbayes.ir.errors import Position

CELLS = ["import numpy as np\nfrom llbayes import ad, ppl",
         "def f(x):\n    return np.sum(np.unique(x))",
         "@ppl.model\ndef m(y):\n    a = ppl.sample('a', ppl.Normal(0, 1))\n    ppl.sample('a', ppl.Normal(a, -1), obs=y)",
         "ad.grad(f)(np.ones(2))", "m.bind(y=1.0)", "m.bind(z=1.0)", "x = 1\nppl.Normal(0, -1)"]
PLACES = ["at Cell In[2], line 2", "at Cell In[3], line 4", "at Cell In[3], line 1", "at Cell In[6], line 1", "at Cell In[7], line 2"]


@pytest.mark.parametrize("compiler", ["ipykernel.compiler.XCachingCompiler", "IPython.core.compilerop.CachingCompiler"])
def test_cells_are_named_by_their_number(compiler):
    module, _, name = compiler.rpartition(".")
    code = f"""
import warnings; warnings.simplefilter("ignore")
from IPython.core.interactiveshell import InteractiveShell
from {module} import {name}
InteractiveShell.compiler_class = {name}
shell = InteractiveShell.instance()
shell.showtraceback = lambda *a, **k: print(shell._get_exc_info()[1])
for cell in {CELLS!r}:
    shell.run_cell(cell, store_history=True)
"""
    text = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    found = [line.strip() for line in text.splitlines() if "at " in line and "Cell" in line]
    assert [p.removeprefix("model ") for p in found] == PLACES, text
    assert sum("^" in line for line in text.splitlines()) == 4 and "/tmp" not in text and "ipython-input" not in text


def test_a_file_stays_a_file():
    assert str(Position("m.py", 3, 5, 3, 9)) == "m.py:3:5" and Position("m.py", 3, 5, 3, 9).by_line == "m.py:3"
