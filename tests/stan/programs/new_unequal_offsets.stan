// Bounds, offsets and multipliers of every size beside what sums to nought; arrays with bounds for each element.
data {
  int<lower=1> K;
  array[K] real low;
  vector[K] centre;
  vector<lower=0>[K] scale;
}
parameters {
  array[K] real<lower=low> above;
  vector<offset=centre, multiplier=scale>[K] x;
  sum_to_zero_vector[K + 1] d;
  row_vector<lower=to_row_vector(low), upper=to_row_vector(low) + 3>[K] inside;
}
model {
  above ~ exponential(1);
  x ~ normal(centre, scale);
  d ~ normal(0, 1);
  inside ~ normal(1, 1);
}
generated quantities {
  real spread = max(x) - min(x) + sum(above);
  vector[K + 1] sorted = sort_asc(d);
}
