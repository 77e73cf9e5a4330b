// The columns of `share` and of both of `pair` are simplexes.
data {
  int<lower=2> K, M;
  array[M, K] int<lower=0> grains;
}
parameters {
  array[M] simplex[K] share_;
  array[2, 3] simplex[2] pair_;
  simplex[M] blend;
}
transformed parameters {
  matrix[K, M] share;
  array[2] matrix[2, 3] pair;
  for (m in 1 : M) share[ : , m] = share_[m];
  for (i in 1 : 2) for (j in 1 : 3) pair[i][ : , j] = pair_[i, j];
  vector[K] mixed = share * blend;
}
model {
  blend ~ dirichlet(rep_vector(3, M));
  for (m in 1 : M) {
    col(share, m) ~ dirichlet(rep_vector(1.2, K));
    grains[m] ~ multinomial(share[ : , m]);
  }
  for (p in pair) target += sum(log(p)) * 0.7;
  target += 2 * log(mixed[1]);
}
generated quantities {
  row_vector[M] ones_ = rep_row_vector(1, K) * share;
  vector[K] draw = dirichlet_rng(10 * mixed);
}
