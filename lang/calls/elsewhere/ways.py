"""What to write instead of a call that is not in the language. In: the function by its dotted name; out: a remedy, or nothing."""
from __future__ import annotations

_SOLVE = "`from llbayes.ppl import solve`, then "
EQUATIONS = _SOLVE + '`solve.ode(f, y0, times, args, t0=0.0)` with f(t, y, *args): the time comes first; `method="rosenbrock"` for stiff equations'
BOUNDARIES = _SOLVE + "`solve.root` of what is missed at the far end of `solve.ode`, by the slope at the near one"
INTEGRAL = _SOLVE + "`solve.quad(f, a, b, args)`, either end of which may be infinite"
INTEGRALS = _SOLVE + "`solve.quad` of a function that calls `solve.quad`: `solve.quad(lambda x: solve.quad(lambda y: f(x, y), 0, 1), 0, 1)`"
ROOT = "`solve.root(f, bracket=(a, b))` where f changes its sign, `solve.root(f, x0)` for systems too: `from llbayes.ppl import solve`"
REST = "`solve.fixed_point(f, x0)`, of `from llbayes.ppl import solve`"
MINIMUM = "`solve.minimize(f, x0)` gives the minimum, of sums of squares too: `from llbayes.ppl import solve`"
PROGRAMS = "linear programs and assignments have no derivative: of data alone they are solved before, outside of compiled code"
MATRICES = "of matrices there are `@`, np.linalg.solve, cholesky, eigh, inv, det, slogdet, norm and scipy.linalg.solve_triangular, expm, …"
EIGENVALUES = "eigenvalues of a symmetric matrix: `np.linalg.eigh`; those of others are complex"
TRAPEZOID = "np.trapezoid, scipy.integrate.simpson and cumulative_trapezoid"
LAWS = "of scipy.stats logpdf, cdf, ppf, … of the usual laws are compiled; distributions of ppl are more: ppl.Normal(0, 1).logpdf(x)"
DRAWS = "random numbers are arguments of a compiled function; in a model a draw is `ppl.generate(name, distribution)`"
TABLES = "take arrays out of the table before, `.to_numpy()`, and compute with NumPy"
NUMPY = "compiled code is NumPy's: the same function of `np` where there is one"
LINES = "of data: make the spline outside, CubicSpline, PchipInterpolator, Akima1DInterpolator, BSpline or interp1d, and call it here with run-time numbers; \
of run-time values at known points its values are sums: `W = CubicSpline(points, np.eye(n))(t)` outside, `W @ y` here; `np.interp` takes run-time points too"
ROOTS = "roots may be complex: a known number of real ones by Newton steps in a loop, or np.linalg.eigvalsh of a symmetric matrix"
FOURIER = "sums of sines and cosines: `C = np.cos(6.283185307179586 / n * np.outer(np.arange(n), np.arange(n)))` outside and `C @ x` here, sines likewise; \
np.convolve is direct"
FILTERS = "scipy.signal.convolve, correlate, fftconvolve and lfilter are in the language"
BITS = "it takes numbers apart into bits and has no derivative: compute with the number itself"
SPECIAL = "the special functions that there are: docs/special.md; others by their series in a loop, or by their integral with `solve.quad`"
SHAPES = "the shape is the root of an equation: `solve.root(lambda a: special.gammainc(a, x) - p, start)`, with the distribution function that it belongs to"
NONCENTRAL = "a sum over Poisson's weights of the central law: `np.sum(weights * special.chdtr(df + 2 * j, x))`"
COMPLEX_VALUES = "complex numbers are not part of the language; of real ones there are special.erfcx, special.dawsn, special.erfi"
KNOWN = "what it asks is known when the function is compiled: write the answer"
COMPLEX = "take real and imaginary parts apart"
MEMBERS = "a loop over the members, with index"
SETS = ("how many elements they have depends on the numbers: find them of data, outside of compiled code or in `ppl.once`; "
        "np.isin(x, values), np.bincount(x, minlength=n) and np.sort(x) keep a known shape")
MASKED = "`np.where(mask, x, other)`, `x[mask].sum()`, and `where=` of np.sum, np.mean, …"
STATISTICS = "np.mean, np.var, np.std, np.median"


def _of(module: str, remedy: str, names: str) -> dict[str, str]:
    return dict.fromkeys((f"{module}.{name}" for name in names.split()), remedy)


# dotted names, or the modules they begin with -> what to write; the longest that fits counts
WAYS: dict[str, str] = {
    **_of("scipy.integrate", EQUATIONS, "solve_ivp odeint ode complex_ode OdeSolver RK23 RK45 DOP853 Radau BDF LSODA"),
    **dict.fromkeys(("diffrax", "torchdiffeq", "jax.experimental.ode", "sundials", "numbalsoda", "assimulo"), EQUATIONS),
    "scipy.integrate.solve_bvp": BOUNDARIES,
    "scipy.integrate": INTEGRAL,
    **_of("scipy.integrate", INTEGRALS, "dblquad tplquad nquad cubature qmc_quad"),
    **dict.fromkeys(("quadax", "mpmath.quad"), INTEGRAL),
    **dict.fromkeys(("scipy.integrate.cumulative_simpson", "scipy.integrate.romb", "numpy.trapz"), TRAPEZOID),
    "scipy.optimize": MINIMUM,
    "scipy.optimize.fixed_point": REST,
    **dict.fromkeys((f"scipy.optimize.{f}" for f in ("linprog", "milp", "linear_sum_assignment", "quadratic_assignment", "isotonic_regression", "nnls",
                    "lsq_linear")), PROGRAMS),
    **dict.fromkeys((f"scipy.optimize.{f}" for f in ("brentq", "brenth", "bisect", "ridder", "newton", "toms748", "root", "root_scalar", "fsolve",
                    "broyden1", "broyden2", "anderson", "newton_krylov", "excitingmixing", "linearmixing", "diagbroyden")), ROOT),
    **dict.fromkeys(("numpy.linalg", "scipy.linalg", "scipy.sparse"), MATRICES),
    **dict.fromkeys(("numpy.linalg.eig", "numpy.linalg.eigvals", "scipy.linalg.eig", "scipy.linalg.eigvals", "scipy.linalg.schur"), EIGENVALUES),
    "scipy.stats": LAWS,
    "scipy.special": SPECIAL,
    **dict.fromkeys((f"scipy.special.{f}" for f in ("stdtridf", "chdtriv", "fdtridfd", "gdtrib", "btdtria", "btdtrib", "bdtrik", "bdtrin", "nbdtrik", "nbdtrin",
                    "pdtrik", "nrdtrimn", "nrdtrisd", "smirnovi")), SHAPES),
    **dict.fromkeys((f"scipy.special.{f}" for f in ("chndtr", "chndtrix", "chndtridf", "chndtrinc", "ncfdtr", "ncfdtri", "ncfdtridfd", "ncfdtridfn",
                    "ncfdtrinc", "nctdtr", "nctdtrit", "nctdtridf", "nctdtrinc")), NONCENTRAL),
    **dict.fromkeys((f"scipy.special.{f}" for f in ("wofz", "hankel1", "hankel2", "hankel1e", "hankel2e", "sph_harm_y", "wright_bessel")), COMPLEX_VALUES),
    **dict.fromkeys(("numpy.random", "random", "secrets"), DRAWS),
    **dict.fromkeys(("pandas", "polars", "xarray", "pyarrow"), TABLES),
    **dict.fromkeys(("torch", "jax", "tensorflow", "autograd", "aesara", "pytensor", "theano", "casadi", "sympy", "numba", "cupy", "mpmath"), NUMPY),
    "scipy.interpolate": LINES,
    **dict.fromkeys(("builtins.hasattr", "builtins.type", "builtins.id", "builtins.hash", "builtins.vars", "builtins.dir",
                    "builtins.issubclass", "inspect"), KNOWN),
    **dict.fromkeys(("builtins.complex", "cmath", "numpy.complex128", "numpy.complex64"), COMPLEX),
    **dict.fromkeys(("numpy.fft", "scipy.fft"), FOURIER),
    **dict.fromkeys(("numpy.roots", "numpy.polynomial.polynomial.polyroots"), ROOTS),
    "scipy.signal": FILTERS,
    **dict.fromkeys(("numpy.frexp", "numpy.nextafter", "numpy.spacing", "math.frexp", "math.nextafter", "math.ulp"), BITS),
    "numpy.poly1d": "`np.polyval(p, x)`",
    "numpy.polynomial": "`np.polynomial.polynomial.polyval(x, c)`, and chebval, legval, hermval, hermeval, lagval of their modules",
    **dict.fromkeys(("builtins.iter", "builtins.next", "itertools", "collections"), MEMBERS),
    "numpy.frompyfunc": "np.vectorize",
    "statistics": STATISTICS,
    **dict.fromkeys((f"numpy.{f}" for f in ("unique", "unique_values", "unique_counts", "unique_inverse", "unique_all", "union1d", "intersect1d", "setdiff1d",
                    "setxor1d", "trim_zeros")), SETS),
    **dict.fromkeys(("numpy.ma", "numpy.place"), MASKED),
}  # fmt: skip


def way(name: str) -> str:
    """What to write instead of this function; empty where nothing is known."""
    while name:
        if name in WAYS:
            return WAYS[name]
        name = name.rpartition(".")[0]
    return ""
