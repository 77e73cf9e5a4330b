// Several series driven by one state: the language's own law for such observations.
data {
  int<lower=1> T;
  matrix[2, T] y;
}
transformed data {
  matrix[1, 1] G = [[0.8]];
  vector[1] m0 = [0]';
  matrix[1, 1] C0 = [[2]];
}
parameters {
  row_vector[2] load;
  vector<lower=0>[2] V;
  real<lower=0> w;
}
model {
  load ~ normal(1, 0.5);
  V ~ inv_gamma(3, 2);
  w ~ exponential(1);
  y ~ gaussian_dlm_obs(to_matrix(load), G, V, [[w]], m0, C0);
}
generated quantities {
  real full = gaussian_dlm_obs_lpdf(y | to_matrix(load), G, diag_matrix(V), [[w]], m0, C0);
  real settled = w / (1 - square(G[1, 1]));
}
