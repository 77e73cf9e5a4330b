// Words on pages from topics: arrays of simplexes, words in long form.
data {
  int<lower=2> K, V;
  int<lower=1> P, N;
  array[N] int<lower=1, upper=V> word;
  array[N] int<lower=1, upper=P> page;
}
parameters {
  array[P] simplex[K] mix;
  array[K] simplex[V] topic;
}
transformed parameters {
  matrix[K, V] log_topic;
  for (k in 1 : K) log_topic[k] = to_row_vector(log(topic[k]));
}
model {
  for (p in 1 : P) mix[p] ~ dirichlet(rep_vector(0.8, K));
  for (k in 1 : K) topic[k] ~ dirichlet(rep_vector(0.5, V));
  for (n in 1 : N) target += log_sum_exp(log(mix[page[n]]) + log_topic[ : , word[n]]);
}
generated quantities {
  array[P] int main_topic;
  for (p in 1 : P) main_topic[p] = sort_indices_desc(mix[p])[1];
  vector[P] entropy;
  for (p in 1 : P) entropy[p] = -sum(lmultiply(mix[p], mix[p]));
}
