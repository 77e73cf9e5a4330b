/* A random effect by index, squares summed by group. */
double f(const double *x, const double *effect, double *sums, const int *group, int n, int groups) {
    double s = 0;
    for (int k = 0; k < groups; k++)
        sums[k] = 0;
    for (int i = 0; i < n; i++) {
        double r = x[i] - effect[group[i]];
        sums[group[i]] += r * r;
    }
    for (int k = 0; k < groups; k++)
        s += log(1 + sums[k]);
    return s;
}
