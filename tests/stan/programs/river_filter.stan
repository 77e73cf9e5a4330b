// A local level with the states integrated out by a Kalman filter, written with scalars.
data {
  int<lower=1> T;
  vector[T] y;
  array[T] int<lower=0, upper=1> seen;
}
parameters {
  real<lower=0> q;
  real<lower=0> r;
  real m0;
}
model {
  real m = m0;
  real p = 4;
  q ~ inv_gamma(3, 1);
  r ~ inv_gamma(3, 2);
  m0 ~ normal(0, 2);
  for (t in 1 : T) {
    real f;
    p += q;
    if (!seen[t]) continue;
    f = p + r;
    target += -0.5 * (log(2 * pi()) + log(f) + square(y[t] - m) / f);
    m += p / f * (y[t] - m);
    p *= 1 - p / f;
  }
}
generated quantities {
  real ratio = q / r;
  real days = sum(seen);
}
