data {
  int<lower=0> N;
  vector[N] x;
  array[N] int<lower=0, upper=1> died;
  vector<lower=0>[N] time;
}
parameters {
  vector[2] b;
  real<lower=0> shape;
}
model {
  b ~ normal(0, 2);
  shape ~ gamma(2, 1);
  for (n in 1:N) {
    real scale = exp(b[1] + b[2] * x[n]);
    if (died[n])
      time[n] ~ weibull(shape, scale);
    else
      target += weibull_lccdf(time[n] | shape, scale);
  }
}
