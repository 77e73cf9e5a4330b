static void slope(const double *p, const double *u, double *du) {
    du[0] = p[0] * u[0] - p[1] * u[0] * u[1];
    du[1] = -p[2] * u[1] + p[3] * u[0] * u[1];
}

double f(const double *p, const double *start, int steps) {
    double u[2] = {start[0], start[1]}, k1[2], k2[2], k3[2], k4[2], v[2], h = 0.01, s = 0;
    for (int t = 0; t < steps; t++) {
        slope(p, u, k1);
        for (int i = 0; i < 2; i++) v[i] = u[i] + 0.5 * h * k1[i];
        slope(p, v, k2);
        for (int i = 0; i < 2; i++) v[i] = u[i] + 0.5 * h * k2[i];
        slope(p, v, k3);
        for (int i = 0; i < 2; i++) v[i] = u[i] + h * k3[i];
        slope(p, v, k4);
        for (int i = 0; i < 2; i++) u[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        s += u[0] * u[1];
    }
    return s;
}
