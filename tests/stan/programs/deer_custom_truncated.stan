// A law of one's own with its distribution functions, truncated.
functions {
  real ramp_lpdf(real x, real c) {
    return x < 0 || x > c ? negative_infinity() : log(2) + log(x) - 2 * log(c);
  }
  real ramp_lcdf(real x, real c) {
    return x <= 0 ? negative_infinity() : x >= c ? 0 : 2 * (log(x) - log(c));
  }
  real ramp_lccdf(real x, real c) {
    return log1m_exp(fmin(ramp_lcdf(x | c), -1e-12));
  }
}
data {
  int<lower=1> N;
  array[N] real<lower=1, upper=4> x;
}
parameters {
  real<lower=5> c;
}
model {
  c ~ pareto(5, 3);
  for (n in 1 : N) x[n] ~ ramp(c) T[1, 4];
  for (n in 1 : N) x[n] ~ ramp(c + 1) T[0.5, ];
  for (n in 1 : N) x[n] ~ ramp(c + 2) T[ , 4.5];
}
generated quantities {
  real outside = ramp_lpdf(9 | 8);
  real half = exp(ramp_lcdf(c / 2 | c));
}
