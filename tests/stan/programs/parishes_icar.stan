// Neighbours on a map: pairwise differences, a soft sum to nought, two kinds of effects.
functions {
  real smooth_lpdf(vector phi, array[] int left, array[] int right) {
    return -0.5 * dot_self(phi[left] - phi[right]) + normal_lpdf(sum(phi) | 0, 0.01 * size(phi));
  }
}
data {
  int<lower=1> N, E;
  array[E] int<lower=1, upper=N> left, right;
  array[N] int<lower=0> cases;
  vector<lower=0>[N] expected;
}
parameters {
  real base;
  vector[N] phi, own;
  real<lower=0> tau;
  real<lower=0, upper=1> share;
}
transformed parameters {
  vector[N] both = tau * (sqrt(share) * phi + sqrt(1 - share) * own);
}
model {
  base ~ normal(0, 1);
  phi ~ smooth(left, right);
  own ~ std_normal();
  tau ~ normal(0, 1);
  share ~ beta(0.5, 0.5);
  cases ~ poisson(expected .* exp(base + both));
}
generated quantities {
  vector[N] rr = exp(base + both);
  int high = 0;
  for (r in rr) if (r > 1.2) high += 1;
  real moran = sum((both[left] - mean(both)) .* (both[right] - mean(both))) / variance(both) / E;
}
