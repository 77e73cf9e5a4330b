void f(const double *a, const double *b, double *x, int n) {
    for (int i = 0; i < n; i++) {
        double s = b[i];
        for (int j = 0; j < i; j++)
            s -= a[(long)i * n + j] * x[j];
        x[i] = s / (n + a[(long)i * n + i]);
    }
}
