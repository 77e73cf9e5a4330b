// Readings of dials that stop: truncation below, above, on both sides, of continuous and of whole numbers.
data {
  int<lower=1> N;
  array[N] real<lower=0, upper=10> a;
  array[N] real<lower=1> b;
  array[N] real<upper=4> c;
  array[N] int<lower=1> k;
  array[N] int<lower=2, upper=9> m;
}
parameters {
  real mu;
  real<lower=0> sigma;
  real<lower=0> rate;
}
model {
  mu ~ normal(2, 2) T[-3, ];
  sigma ~ cauchy(0, 1) T[0, ];
  rate ~ gamma(2, 0.5) T[ , 20];
  for (n in 1 : N) {
    a[n] ~ normal(mu, sigma) T[0, 10];
    b[n] ~ exponential(rate) T[1, ];
    c[n] ~ student_t(5, mu, sigma) T[ , 4];
    k[n] ~ poisson(rate) T[1, ];
    m[n] ~ binomial(12, 0.4) T[2, 9];
  }
}
generated quantities {
  real log_share = log_diff_exp(normal_lcdf(10 | mu, sigma), normal_lcdf(0 | mu, sigma));
}
