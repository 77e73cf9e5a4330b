double f(const double *b, const double *x, const double *y, const double *w, int n) {
    double s = 0;
    for (int i = 0; i < n; i++) {
        double r = y[i] - b[0] - b[1] * x[i];
        s += w[i] * r * r;
    }
    return s;
}
