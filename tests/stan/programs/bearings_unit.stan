// Directions: a unit vector for the mean heading, spread by the angle between.
data {
  int<lower=1> N;
  array[N] unit_vector[2] seen;
}
parameters {
  unit_vector[2] heading;
  unit_vector[3] axis;
  real<lower=0> kappa;
}
model {
  kappa ~ gamma(2, 0.5);
  axis ~ normal([0.3, 0.1, -0.2], 1);
  for (n in 1 : N) {
    real away = atan2(seen[n, 2], seen[n, 1]) - atan2(heading[2], heading[1]);
    target += kappa * cos(away) - log(2 * pi()) - log_modified_bessel_first_kind(0, kappa);
  }
}
generated quantities {
  real degrees = atan2(heading[2], heading[1]) * 180 / pi();
  real one = dot_self(axis);
  real by_law = von_mises_lpdf(0.3 | 0.1, kappa);
}
