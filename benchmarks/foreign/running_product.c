void f(const double *x, double *out, int n) {
    double p = 1;
    for (int i = 0; i < n; i++) {
        p *= x[i];
        out[i] = p;
    }
}
