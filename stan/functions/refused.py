"""Functions of Stan's that are not supported, by subject: a program that calls one is refused by its name."""
from __future__ import annotations

from typing import NamedTuple


class Subject(NamedTuple):
    """What such functions are about, and what to do instead."""

    what: str
    instead: str


DAE = Subject("differential-algebraic equations are", "where the algebraic part can be solved for, `ode_bdf` takes what is left")
LAPLACE = Subject("Laplace approximations inside of a model are", "declare the latent values as parameters and give them their distribution")
POWELL = Subject("Powell's method is", "`solve_newton` finds roots by Newton's method")
LAWS = Subject("the distribution functions of first passages are", "`wiener_lpdf` is there")
SPECIAL = Subject("a few functions are", "write it as a function of your own")
COMPLEX = Subject("complex numbers are", "write the real and imaginary parts apart")

NAMES = {
    DAE: "dae dae_tol",
    POWELL: "solve_powell solve_powell_tol algebra_solver",
    COMPLEX: "get_real get_imag to_complex polar conj arg proj norm fft inv_fft fft2 inv_fft2 eigenvalues eigenvectors eigendecompose complex_schur_decompose "
             "complex_schur_decompose_t complex_schur_decompose_u",
}  # fmt: skip
NAMES[LAWS] = "wiener_lcdf_unnorm wiener_lccdf_unnorm"
NAMES[SPECIAL] = "hypergeometric_3F2 hypergeometric_pFq"
BY_NAME = {name: subject for subject, names in NAMES.items() for name in names.split()}
BY_BEGINNING = {"laplace_marginal": LAPLACE, "laplace_latent": LAPLACE, "embedded_laplace": LAPLACE, "generate_laplace": LAPLACE}


def refused(name: str) -> Subject | None:
    """Why a function is not supported; None where it is, or where Stan has none of this name."""
    return BY_NAME.get(name) or next((subject for beginning, subject in BY_BEGINNING.items() if name.startswith(beginning)), None)
