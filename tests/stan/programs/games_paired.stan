// Strength of players from who beat whom, home advantage, draws by an interval.
data {
  int<lower=2> P;
  int<lower=1> G;
  array[G] int<lower=1, upper=P> home, away;
  array[G] int<lower=-1, upper=1> result;
}
parameters {
  vector[P - 1] free;
  real advantage;
  real<lower=0> gap;
}
transformed parameters {
  vector[P] strength = append_row(free, -sum(free));
}
model {
  strength ~ normal(0, 1);
  advantage ~ normal(0, 0.5);
  gap ~ exponential(2);
  for (g in 1 : G) {
    real d = strength[home[g]] - strength[away[g]] + advantage;
    if (result[g] == 1) target += log_inv_logit(d - gap);
    else if (result[g] == -1) target += log1m_inv_logit(d + gap);
    else target += log_diff_exp(log_inv_logit(d + gap), log_inv_logit(d - gap));
  }
}
generated quantities {
  array[P] int table_ = sort_indices_desc(strength);
  matrix[P, P] wins;
  for (i in 1 : P) for (j in 1 : P) wins[i, j] = i == j ? 0.5 : inv_logit(strength[i] - strength[j] - gap);
}
