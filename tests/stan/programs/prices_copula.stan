// Two margins and how they go together: a Gaussian copula through the normal quantile.
functions {
  real copula_lpdf(matrix u, real rho) {
    int N = rows(u);
    real lp = 0;
    for (n in 1 : N) {
      row_vector[2] q = inv_Phi(u[n]);
      lp += -0.5 * log1m(rho ^ 2) - (rho ^ 2 * dot_self(q) - 2 * rho * q[1] * q[2]) / (2 * (1 - rho ^ 2));
    }
    return lp;
  }
}
data {
  int<lower=1> N;
  matrix<lower=0>[N, 2] y;
}
parameters {
  real<lower=-1, upper=1> rho;
  real<lower=0> shape, rate;
  real m;
  real<lower=0> s;
}
model {
  matrix[N, 2] u;
  shape ~ gamma(4, 2);
  rate ~ gamma(4, 2);
  m ~ normal(0, 1);
  s ~ exponential(1);
  y[ : , 1] ~ gamma(shape, rate);
  y[ : , 2] ~ lognormal(m, s);
  for (n in 1 : N) {
    u[n, 1] = gamma_cdf(y[n, 1] | shape, rate);
    u[n, 2] = lognormal_cdf(y[n, 2] | m, s);
  }
  u ~ copula(rho);
}
generated quantities {
  real tau = 2 / pi() * asin(rho);
  real upper_ = exp(std_normal_log_qf(log(0.9)));
}
