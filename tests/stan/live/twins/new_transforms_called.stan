// Parameters of these types are what the functions make of plain ones.
data {
  int<lower=1> N;
  vector[N] y;
}
parameters {
  vector<lower=0.5>[3] pos_;
  simplex[3] s_;
  real<lower=-1, upper=2> between_;
  vector[6] f_;
}
transformed parameters {
  vector[3] z = log(pos_ - 0.5);
  vector[3] pos = pos_;
  vector[3] s = s_;
  vector[2] w = [logit(s_[1]) + log(2), logit(s_[2] / (1 - s_[1]))]';
  real between = between_;
  vector[3] o = [z[1], z[1] + exp(z[2]), z[1] + exp(z[2]) + exp(z[3])]';
  matrix[3, 3] L = rep_matrix(0, 3, 3), S;
  {
    vector[3] t = tanh(f_[1 : 3]);
    matrix[3, 3] C = rep_matrix(0, 3, 3);
    L[1, 1] = 1;
    L[2, 1] = t[1];
    L[2, 2] = sqrt(1 - t[1] ^ 2);
    L[3, 1] = t[2];
    L[3, 2] = t[3] * sqrt(1 - t[2] ^ 2);
    L[3, 3] = sqrt(1 - L[3, 1] ^ 2 - L[3, 2] ^ 2);
    C[1, 1] = exp(f_[1]);
    C[2, 1] = f_[2];
    C[2, 2] = exp(f_[3]);
    C[3, 1] = f_[4];
    C[3, 2] = f_[5];
    C[3, 3] = exp(f_[6]);
    S = tcrossprod(C);
  }
}
model {
  target += sum(log1m(square(tanh(f_[1 : 3])))) + 0.5 * log1m(square(tanh(f_[2])));
  target += 3 * log(2) + 4 * f_[1] + 3 * f_[3] + 2 * f_[6];
  pos ~ gamma(2, 1);
  s ~ dirichlet([2, 3, 4]');
  between ~ normal(0, 1);
  L ~ lkj_corr_cholesky(2);
  S ~ inv_wishart(6, identity_matrix(3));
  y ~ normal(pos[1] * s[1] + o[3], 1);
}
generated quantities {
  vector[3] back = rep_vector(0, 3);
  vector[2] back_s = rep_vector(0, 2);
  vector[4] zero_sum = [z[1] / sqrt(2) + z[2] / sqrt(6) + z[3] / sqrt(12), -z[1] / sqrt(2) + z[2] / sqrt(6) + z[3] / sqrt(12), -2 * z[2] / sqrt(6) + z[3] / sqrt(12), -3 * z[3] / sqrt(12)]';
  vector[3] up = cumulative_sum(exp(z));
  vector[2] off = 1.5 + 0.5 * w;
  vector[3] on_sphere = z / norm2(z);
  array[2] vector[3] several;
  several[1] = s;
  {
    real a = inv_logit(2 * w[1] - log(2)), b = inv_logit(2 * w[2]);
    several[2] = [a, (1 - a) * b, (1 - a) * (1 - b)]';
  }
}
