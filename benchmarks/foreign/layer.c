void f(const double *w, const double *b, const double *x, double *out, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
        double s = b[i];
        for (int j = 0; j < columns; j++)
            s += w[(long)i * columns + j] * x[j];
        out[i] = tanh(s);
    }
}
