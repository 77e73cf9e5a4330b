// Transforms of one's own as functions that add their Jacobian.
functions {
  real stretch_jacobian(real z, real low, real high) {
    real p = inv_logit(z);
    jacobian += log(high - low) + log(p) + log1m(p);
    return low + (high - low) * p;
  }
  vector steps_jacobian(vector z, real first) {
    int K = num_elements(z);
    vector[K] x;
    x[1] = first + z[1];
    for (k in 2 : K) {
      x[k] = x[k - 1] + exp(z[k]);
      jacobian += z[k];
    }
    return x;
  }
}
data {
  int<lower=2> K, N;
  array[N] int<lower=1, upper=K> y;
}
parameters {
  real z;
  vector[K - 1] c_free;
}
transformed parameters {
  real ability = stretch_jacobian(z, -3, 3);
  vector[K - 1] c = steps_jacobian(c_free, -1);
}
model {
  ability ~ normal(0, 1);
  c ~ normal(0, 2);
  y ~ ordered_logistic(rep_vector(ability, N), c);
}
generated quantities {
  int rep = ordered_logistic_rng(ability, c);
}
