// Without the draw.
data {
  int<lower=1> N;
  array[N] int<lower=1> size_of;
  int<lower=1> M;
  int<lower=0, upper=M> hits;
}
parameters {
  real<lower=0> rho;
  vector[M] u;
}
model {
  rho ~ gamma(3, 2);
  u ~ normal(0, 1);
  size_of ~ yule_simon(rho);
  hits ~ binomial(M, mean(inv_logit(u)));
}
generated quantities {
  vector[M] chance = inv_logit(u);
  real mean_size = rho > 1 ? rho / (rho - 1) : positive_infinity();
}
