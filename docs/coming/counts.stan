data {
  int<lower=0> N;
  int<lower=1> K;
  matrix[N, K] X;
  vector<lower=0>[N] exposure;
  array[N] int<lower=0> y;
}
parameters {
  vector[K] b;
  real<lower=0> size;
}
model {
  b ~ std_normal();
  size ~ gamma(2, 0.1);
  y ~ neg_binomial_2_log(X * b + log(exposure), size);
}
