"""Programs of the fault tests, each run in a process of its own: what they print, and how they end."""
import os
import subprocess
import sys
import textwrap

MODEL = """
    import numpy as np, os, sys, time, warnings
    warnings.simplefilter("ignore")
    from llbayes import ppl, results, samplers
    from llbayes.ppl import Normal

    class Target:
        "Without machine code: each evaluation is Python's."
        dim = 2
        def log_density(self, z):
            return self.value_and_grad(z)[0]
        def value_and_grad(self, z):
            return -0.5 * float(z @ z), -z

    @ppl.model
    def m(y):
        a = ppl.sample("a", Normal(0.0, 1.0), shape=(SIZE,))
        ppl.sample("y", Normal(np.sum(a), 1.0), obs=y)

    def drawn(draws=200, tune=50, chains=2, **more):
        return samplers.nuts(m.bind(y=np.zeros(3)), draws=draws, tune=tune, chains=chains, seed=1, **{"progress": False} | more)

    def outcome(work):
        "Where the draws are, in one word"
        try:
            tree = work()
        except BaseException as error:
            if getattr(error, "tree", None) is not None:
                return "tree"
            if getattr(error, "draws", None) is not None:
                return "draws"
            return f"lost: {type(error).__name__}: {error}"
        return "whole" if np.isfinite(tree.posterior["a"].values).all() else "broken"
"""


def run(program, folder, seconds=300, size=1, **more):
    """(exit status, last line, all lines) of `program`, after MODEL; "hang" where it does not end."""
    path = folder / "program.py"
    path.write_text(textwrap.dedent(MODEL).replace("SIZE", str(size)) + textwrap.dedent(program))
    environment = {**os.environ, "TMPDIR": str(folder), **more.pop("env", {})}
    environment = {name: value for name, value in environment.items() if value is not None}
    try:
        done = subprocess.run([sys.executable, str(path)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds, env=environment, **more)
    except subprocess.TimeoutExpired:
        return "hang", "", []
    lines = done.stdout.strip().splitlines() or [""]
    return done.returncode, lines[-1], lines
