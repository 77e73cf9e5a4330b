// Laws on the line and on its right half, each met once.
data {
  vector[3] x;
  vector<lower=0>[3] p;
}
parameters {
  real m;
  real<lower=0> s, t;
}
model {
  m ~ cauchy(0, 2);
  s ~ chi_square(3);
  t ~ inv_chi_square(4);
  x ~ gumbel(m, s);
  x ~ skew_normal(m, s, t);
  x ~ exp_mod_normal(m, s, t);
  x ~ logistic(m, s);
  x ~ double_exponential(m, t);
  target += skew_double_exponential_lpdf(x | m, s, inv_logit(t - 1));
  p ~ rayleigh(s);
  p ~ frechet(s, t);
  p ~ weibull(t, s);
  p ~ loglogistic(s, t);
  p ~ inv_gamma(s, t);
  p ~ scaled_inv_chi_square(s, t);
  p + s ~ pareto(s, t);
  p ~ pareto_type_2(-1, s, t);
  p ~ lognormal(m, s);
}
generated quantities {
  vector[6] cdfs = [gumbel_cdf(x | m, s), logistic_cdf(x | m, s), rayleigh_cdf(p | s), frechet_cdf(p | s, t), chi_square_cdf(p | t), inv_gamma_cdf(p | s, t)]';
  real tails = exp_mod_normal_lccdf(x | m, s, t) + skew_normal_lcdf(x | m, s, t) + pareto_type_2_lccdf(p | 0, s, t);
  array[3] real g = gumbel_rng(x, s);
  vector[4] one = [skew_normal_rng(m, s, t), frechet_rng(s, t), pareto_rng(s, t), von_mises_rng(m, s)]';
}
