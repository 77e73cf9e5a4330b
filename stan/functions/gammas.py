"""Gamma, beta, Bessel and hypergeometric functions (functions reference, Combinatorial functions)."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Gamma, beta and Bessel functions"

declare("""
R tgamma(R) = ppl.special.gamma(_0)
R lgamma(R) = ppl.special.gammaln(_0)
R digamma(R) = ppl.special.digamma(_0)
R trigamma(R) = ppl.special.trigamma(_0)
R lmgamma(Z, R) = st.lmgamma(_0, _1)
R gamma_p(R, R) = ppl.special.gammainc(_0, _1)
R gamma_q(R, R) = ppl.special.gammaincc(_0, _1)

R beta(R, R) = ppl.special.beta(_0, _1)
R lbeta(R, R) = ppl.special.betaln(_0, _1)
real inc_beta(real, real, real) = ppl.special.betainc(_0, _1, _2)
real inv_inc_beta(real, real, real) = ppl.special.betaincinv(_0, _1, _2)

Z choose(Z, Z) = st.choose(_0, _1)
R lchoose(R, R) = st.lchoose(_0, _1)
Z falling_factorial(Z, Z) = st.falling_count(_0, _1)
Z rising_factorial(Z, Z) = st.rising_count(_0, _1)
R falling_factorial(R, Z) = st.falling_factorial(_0, _1)
R rising_factorial(R, Z) = st.rising_factorial(_0, _1)
R log_falling_factorial(R, R) = st.log_falling_factorial(_0, _1)
R log_rising_factorial(R, R) = st.log_rising_factorial(_0, _1)

R bessel_first_kind(Z, R) = ppl.special.jv(_0, _1)
R bessel_second_kind(Z, R) = ppl.special.yv(_0, _1)
R modified_bessel_first_kind(Z, R) = ppl.special.iv(_0, _1)
R modified_bessel_second_kind(Z, R) = ppl.special.kv(_0, _1)
R log_modified_bessel_first_kind(R, R) = st.log_modified_bessel_first_kind(_0, _1)

real hypergeometric_1F0(real, real) = st.power(1.0 - _1, -_0)
real hypergeometric_2F1(real, real, real, real) = ppl.special.hyp2f1(_0, _1, _2, _3)

R lambert_w0(R) = ppl.special.lambertw(_0).real
R lambert_wm1(R) = ppl.special.lambertw(_0, -1).real
""", CHAPTER)
