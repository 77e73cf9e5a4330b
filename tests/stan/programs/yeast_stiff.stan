// A stiff chain of two decays with tolerances given, in the implicit solver.
functions {
  vector decay(real t, vector a, vector k) {
    vector[2] out;
    out[1] = -k[1] * a[1];
    out[2] = k[1] * a[1] - k[2] * a[2];
    return out;
  }
}
data {
  int<lower=1> T;
  array[T] real times;
  vector[T] y;
}
parameters {
  positive_ordered[2] k;
  real<lower=0> dose;
  real<lower=0> sigma;
}
model {
  array[T] vector[2] a = ode_bdf_tol(decay, [dose, 0]', 0.0, times, 1e-9, 1e-9, 100000, k);
  k ~ lognormal(1, 1);
  dose ~ normal(5, 2);
  sigma ~ normal(0, 1);
  y ~ normal(to_vector(a[ : , 2]), sigma);
}
generated quantities {
  real gone = log(2) / k[1];
}
