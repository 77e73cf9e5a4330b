// A Markov chain seen as it is, its table a row-stochastic matrix.
data {
  int<lower=2> K, T;
  array[T] int<lower=1, upper=K> state;
  vector<lower=0>[K] prior;
}
parameters {
  row_stochastic_matrix[K, K] move;
}
model {
  for (k in 1 : K) move[k]' ~ dirichlet(prior);
  for (t in 2 : T) state[t] ~ categorical(move[state[t - 1]]');
}
generated quantities {
  matrix[K, K] two_steps = move * move;
  vector[K] sums = move * rep_vector(1, K);
  vector[K] settled;
  {
    matrix[K, K] far = matrix_power(move, 64);
    settled = far[1]';
  }
}
