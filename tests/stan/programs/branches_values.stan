// Piecewise curves: conditions on parameters, steps, extremes, rounding.
data {
  int<lower=1> N;
  vector[N] x, y;
}
parameters {
  real<lower=-2, upper=2> bend;
  real a;
  vector[2] b;
  real<lower=0> s;
}
model {
  vector[N] m;
  for (n in 1 : N) {
    if (x[n] < bend - 1) {
      m[n] = a;
    } else if (x[n] < bend) {
      m[n] = a + b[1] * (x[n] - bend + 1);
    } else {
      real d = x[n] - bend;
      m[n] = a + b[1] + b[2] * d;
      if (d > 1) m[n] += 0.1 * step(d - 1.5);
    }
  }
  bend ~ normal(0, 1) T[-2, 2];
  a ~ normal(0, 3);
  b ~ normal(0, 1);
  s ~ normal(0, 1);
  y ~ normal(m, s);
  target += fmax(a, b[1]) - fmin(b[2], 0.5) - fdim(a, 0) + (b[1] > 0 ? log1p(b[1]) : b[1]);
}
generated quantities {
  array[6] real r = {floor(a), ceil(a), round(2.5), trunc(-1.7), fmod(7.5, 2), abs(-2.5)};
  int up = a > 0 ? 1 : 0;
}
