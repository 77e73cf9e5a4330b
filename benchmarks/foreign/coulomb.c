double f(const double *p, const double *q, int n) {
    double energy = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            double dx = p[3 * i] - p[3 * j], dy = p[3 * i + 1] - p[3 * j + 1], dz = p[3 * i + 2] - p[3 * j + 2];
            energy += q[i] * q[j] / sqrt(dx * dx + dy * dy + dz * dz + 0.01);
        }
    return energy;
}
