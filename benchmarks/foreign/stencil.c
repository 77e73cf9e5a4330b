/* Burgers' equation on a ring, in place: the old left neighbour is carried. */
void f(const double *start, double *u, int n, int steps) {
    for (int i = 0; i < n; i++)
        u[i] = start[i];
    for (int t = 0; t < steps; t++) {
        double left = u[n - 1];
        for (int i = 0; i < n - 1; i++) {
            double old = u[i];
            u[i] = old + 0.1 * (left - 2 * old + u[i + 1]) - 0.05 * old * (u[i + 1] - left);
            left = old;
        }
    }
}
