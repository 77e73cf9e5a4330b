// Parameters that are there or not, as the data say; containers of no size.
data {
  int<lower=0> N, K, G;
  int<lower=0, upper=1> with_slope, with_group, robust;
  matrix[N, K] X;
  array[N] int g;
  vector[N] y;
}
parameters {
  real a;
  vector[with_slope ? K : 0] b;
  array[with_group] real<lower=0> tau;
  vector[with_group ? G : 0] z;
  array[robust ? 1 : 0] real<lower=1> nu;
  real<lower=0> sigma;
}
transformed parameters {
  vector[N] mu = rep_vector(a, N);
  if (with_slope) mu += X * b;
  if (with_group) {
    mu += tau[1] * z[g];
  }
}
model {
  a ~ normal(0, 2);
  b ~ normal(0, 1);
  tau ~ normal(0, 1);
  z ~ std_normal();
  nu ~ gamma(2, 0.1);
  sigma ~ exponential(1);
  if (robust) y ~ student_t(nu[1], mu, sigma);
  else y ~ normal(mu, sigma);
}
generated quantities {
  real none = sum(b) + (size(nu) ? nu[1] : -1);
  int groups = size(z) + num_elements(tau);
}
