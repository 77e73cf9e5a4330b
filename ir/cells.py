"""Names of notebook cells: from the file name under which IPython compiled one to what the user sees beside it. Does not import IPython."""
from __future__ import annotations

import sys
from typing import Any, cast

PROMPTS = ("<ipython-input", "<python-input", "<stdin>")                 # of code typed at one, which is a user's


def typed(path: str) -> bool:
    """Is this the code of a prompt?"""
    return path.startswith(PROMPTS)


def cell_of(path: str) -> str | None:
    """`Cell In[6]`, as IPython's own tracebacks say; None for anything but a cell of the running notebook or prompt."""
    module = sys.modules.get("IPython")
    shell: Any = None if module is None else module.get_ipython()
    if shell is None:
        return None
    named = cast("tuple[str, str] | None", shell.compile.format_code_name(path))
    return None if named is None else " ".join(named)
