// A latent surface for counts, its covariance written out element by element.
functions {
  matrix kernel(array[] vector s, real a, real r, real jitter) {
    int N = size(s);
    matrix[N, N] K;
    for (i in 1 : N - 1) {
      K[i, i] = square(a) + jitter;
      for (j in i + 1 : N) {
        K[i, j] = square(a) * exp(-distance(s[i], s[j]) / r);
        K[j, i] = K[i, j];
      }
    }
    K[N, N] = square(a) + jitter;
    return K;
  }
}
data {
  int<lower=1> N;
  array[N] vector[2] site;
  array[N] int<lower=0> count;
}
parameters {
  real<lower=0> a, r;
  real mean_log;
  vector[N] eta;
}
transformed parameters {
  vector[N] f = mean_log + cholesky_decompose(kernel(site, a, r, 1e-8)) * eta;
}
model {
  a ~ normal(0, 1);
  r ~ gamma(4, 4);
  mean_log ~ normal(1, 1);
  eta ~ normal(0, 1);
  count ~ poisson_log(f);
}
generated quantities {
  array[N] int rep = poisson_log_rng(f);
  real apart = distance(site[1], site[N]);
}
