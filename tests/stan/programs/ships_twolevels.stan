// Crews within ships within fleets, every level an array of vectors, with shrinkage at each.
data {
  int<lower=1> F, S, N;
  array[S] int<lower=1, upper=F> fleet;
  array[N] int<lower=1, upper=S> ship;
  array[N] vector[2] y;
}
parameters {
  vector[2] grand;
  array[F] vector[2] f_raw;
  array[S] vector[2] s_raw;
  array[2] vector<lower=0>[2] scale;
  cholesky_factor_cov[2] Lerr;
}
transformed parameters {
  array[F] vector[2] f;
  array[S] vector[2] s;
  for (i in 1 : F) f[i] = grand + scale[1] .* f_raw[i];
  for (i in 1 : S) s[i] = f[fleet[i]] + scale[2] .* s_raw[i];
}
model {
  grand ~ normal(0, 2);
  for (i in 1 : F) f_raw[i] ~ std_normal();
  for (i in 1 : S) s_raw[i] ~ std_normal();
  for (v in scale) v ~ gamma(2, 2);
  to_vector(Lerr) ~ normal(0, 2);
  y ~ multi_normal_cholesky(s[ship], Lerr);
}
generated quantities {
  array[N] vector[2] rep = multi_normal_cholesky_rng(s[ship], Lerr);
  real spread = distance(s[1], s[S]);
  vector[2] first_fleet = rep_vector(0, 2);
  for (i in 1 : S) if (fleet[i] == 1) first_fleet += s[i];
}
