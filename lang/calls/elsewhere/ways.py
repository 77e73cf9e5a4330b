"""What to write instead of a call that is not in the language. In: the function by its dotted name; out: a remedy, or nothing."""
from __future__ import annotations

NODES = "a sum over fixed nodes: `x, w = np.polynomial.legendre.leggauss(20)` outside, then `np.sum(w * f(x))`"
STEPS = "steps of fixed length in a loop, Euler's or Runge and Kutta's: they are compiled and differentiated"
ROOT = "a fixed number of Newton steps in a loop: `for _ in range(20): x = x - f(x) / slope(x)`"
MINIMUM = "a fixed number of steps in a loop, or minimise outside of compiled code"
MATRICES = "of matrices there are `@`, np.linalg.solve, cholesky, eigh, inv, det, slogdet, norm and scipy.linalg.solve_triangular, expm, …"
EIGENVALUES = "eigenvalues of a symmetric matrix: `np.linalg.eigh`; those of others are complex"
TRAPEZOID = "`np.sum(0.5 * (y[1:] + y[:-1]) * np.diff(x))`"
LAWS = "distributions of ppl have `logpdf`, `cdf`, …: ppl.Normal(0, 1).logpdf(x)"
DRAWS = "random numbers are arguments of a compiled function; in a model a draw is `ppl.generate(name, distribution)`"
TABLES = "take arrays out of the table before, `.to_numpy()`, and compute with NumPy"
NUMPY = "compiled code is NumPy's: the same function of `np` where there is one"
LINES = "`np.interp(x, xp, fp)` is in the language; other interpolations are sums over their basis"
KNOWN = "what it asks is known when the function is compiled: write the answer"
COMPLEX = "take real and imaginary parts apart"
MEMBERS = "a loop over the members, with index"
STATISTICS = "np.mean, np.var, np.std, np.median"

# dotted names, or the modules they begin with -> what to write; the longest that fits counts
WAYS: dict[str, str] = {
    **dict.fromkeys(("scipy.integrate.solve_ivp", "scipy.integrate.odeint", "scipy.integrate.solve_bvp", "scipy.integrate.ode", "scipy.integrate.RK45",
                    "diffrax", "torchdiffeq"), STEPS),
    "scipy.integrate": NODES,
    **dict.fromkeys(("scipy.integrate.trapezoid", "scipy.integrate.simpson", "scipy.integrate.cumulative_trapezoid", "scipy.integrate.cumulative_simpson",
                    "scipy.integrate.romb",
                     "numpy.trapezoid", "numpy.trapz"), TRAPEZOID),
    "scipy.optimize": MINIMUM,
    **dict.fromkeys((f"scipy.optimize.{f}" for f in ("brentq", "brenth", "bisect", "ridder", "newton", "toms748", "root", "root_scalar", "fsolve",
                    "fixed_point", "broyden1")), ROOT),
    **dict.fromkeys(("numpy.linalg", "scipy.linalg", "scipy.sparse"), MATRICES),
    **dict.fromkeys(("numpy.linalg.eig", "numpy.linalg.eigvals", "scipy.linalg.eig", "scipy.linalg.eigvals", "scipy.linalg.schur"), EIGENVALUES),
    "scipy.stats": LAWS,
    **dict.fromkeys(("numpy.random", "random", "secrets"), DRAWS),
    **dict.fromkeys(("pandas", "polars", "xarray", "pyarrow"), TABLES),
    **dict.fromkeys(("torch", "jax", "tensorflow", "autograd", "aesara", "pytensor", "theano", "casadi", "sympy", "numba", "cupy", "mpmath"), NUMPY),
    "scipy.interpolate": LINES,
    **dict.fromkeys(("builtins.getattr", "builtins.hasattr", "builtins.type", "builtins.id", "builtins.hash", "builtins.vars", "builtins.dir",
                    "builtins.issubclass", "inspect"), KNOWN),
    **dict.fromkeys(("builtins.complex", "cmath", "numpy.complex128", "numpy.complex64", "numpy.fft", "scipy.fft"), COMPLEX),
    **dict.fromkeys(("builtins.iter", "builtins.next", "itertools", "collections", "numpy.nditer", "numpy.ndenumerate", "numpy.apply_along_axis",
                    "numpy.vectorize",
                     "numpy.frompyfunc", "numpy.piecewise"), MEMBERS),
    "statistics": STATISTICS,
}  # fmt: skip


def way(name: str) -> str:
    """What to write instead of this function; empty where nothing is known."""
    while name:
        if name in WAYS:
            return WAYS[name]
        name = name.rpartition(".")[0]
    return ""
