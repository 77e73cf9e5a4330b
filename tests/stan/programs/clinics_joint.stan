// Counts and times of the same patients with one frailty: a function of the log of a sum by parts, gamma frailties with the rate as a parameter.
functions {
  vector log_hazard(vector t, real shape, vector lp) {
    return log(shape) + (shape - 1) * log(t) + lp;
  }
}
data {
  int<lower=1> N;
  vector<lower=0>[N] t;
  array[N] int<lower=0, upper=1> died;
  array[N] int<lower=0> visits;
  row_vector[N] x;
}
parameters {
  real<lower=0> shape, theta;
  vector<lower=0>[N] frailty;
  real b;
  array[2] real c;
}
model {
  vector[N] lp = c[1] + b * x' + log(frailty);
  shape ~ gamma(3, 2);
  theta ~ gamma(2, 1);
  frailty ~ gamma(theta, theta);
  b ~ normal(0, 1);
  c ~ normal(0, 1);
  target += dot_product(to_vector(died), log_hazard(t, shape, lp)) - sum(exp(lp) .* t ^ shape);
  visits ~ poisson(exp(c[2]) * frailty .* t);
}
generated quantities {
  real hr = exp(b);
  vector[N] survival = exp(-exp(c[1] + b * x') .* frailty .* t ^ shape);
  int deaths = sum(died);
}
