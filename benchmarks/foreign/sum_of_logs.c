double f(const double *x, const double *y, int n) {
    double s = 0;
    for (int i = 0; i < n; i++)
        s += y[i] * log(x[i]);
    return s;
}
