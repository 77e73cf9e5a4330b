double f(const double *c, const double *x, int degree, int n) {
    double s = 0;
    for (int i = 0; i < n; i++) {
        double p = c[degree];
        for (int k = degree - 1; k >= 0; k--)
            p = p * x[i] + c[k];
        s += p * p;
    }
    return s;
}
