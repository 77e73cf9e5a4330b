// Indices of every kind on both sides.
data {
  int<lower=4> N;
  matrix[N, N] A;
  array[3] int<lower=1, upper=N> pick;
  array[2, 3] int<lower=1, upper=N> table_;
}
parameters {
  vector[N] v;
  matrix[2, N] M;
  array[N] vector[2] av;
}
transformed parameters {
  vector[N] w = v;
  matrix[N, N] B = rep_matrix(0, N, N);
  w[2 : 3] = w[{3, 2}];
  w[pick[1]] += 1;
  B[pick[1 : 2], 2 : 4] = A[{1, 3}, : 3];
  B[4] = v' + M[1];
  B[ : , 1] = A[ : , 2] .* v;
  B[1, 2 : ] *= 2;
  B[{4, 3}, {1, 2}] -= [[0.1, 0.2], [0.3, 0.4]];
}
model {
  v ~ normal(A[1, pick[1]], 1);
  to_vector(M[ : , pick]) ~ normal(0, 2);
  to_vector(M) ~ normal(0.1, 1);
  for (i in 1 : N) av[i] ~ normal(to_vector(M[1 : 2, i]), 1);
  target += sum(v[table_[2]]) - 0.1 * sum(square(B));
}
generated quantities {
  array[2] int n_of = dims(table_);
  matrix[3, 3] C = B[pick, pick];
  array[3] vector[2] chosen = av[pick];
  array[2] real first_of = av[1 : 2, 1];
  real one = av[pick[2 : 3]][2, 1];
  row_vector[2] r = M[2, {4, 1}];
  array[2, 2] int t = table_[ : , {3, 1}];
  vector[0] nothing = v[3 : 2];
}
