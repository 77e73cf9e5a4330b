// Levels between bounds that differ from element to element; arrays of bounded vectors and matrices.
data {
  int<lower=1> K;
  vector[K] floor_;
  vector<lower=floor_>[K] brim;
  matrix<lower=0>[2, K] least;
}
parameters {
  vector<lower=floor_, upper=brim>[K] level;
  row_vector<upper=brim'>[K] under;
  matrix<lower=least>[2, K] M;
  array[2] vector<lower=-1>[K] extra;
  array[2, 3] real<upper=2.5> grid;
  real<lower=level[1]> above;
  real<offset=1.5, multiplier=0.2> shifted;
}
model {
  level ~ normal(1, 2);
  under ~ normal(0, 2);
  to_vector(M) ~ gamma(3, 1);
  for (v in extra) v ~ normal(0, 1);
  for (i in 1 : 2) grid[i] ~ normal(0, i);
  above ~ lognormal(1, 1);
  shifted ~ logistic(1, 1);
}
generated quantities {
  real headroom = sum(brim - level);
  array[3, 2] real turned;
  for (i in 1 : 2) for (j in 1 : 3) turned[j, i] = grid[i, j];
}
