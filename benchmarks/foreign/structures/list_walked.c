struct node { double value; struct node *next; };

static struct node nodes[1000], shadows[1000];

__attribute__((noinline)) static double walk(const struct node *p) {
    double s = 0;
    for (; p; p = p->next)
        s += p->value * p->value * s + p->value;
    return s;
}

static void fill(const double *x) {
    for (int i = 0; i < 1000; i++) {
        nodes[i].value = 0.01 * x[i];
        nodes[i].next = i < 999 ? nodes + i + 1 : 0;
        shadows[i].value = 0;
        shadows[i].next = i < 999 ? shadows + i + 1 : 0;
    }
}

static void give(double *dx) {
    for (int i = 0; i < 1000; i++)
        dx[i] += 0.01 * shadows[i].value;
}

void primal(void **a, void **d, double *r) {
    fill((const double *)a[0]);
    *r = walk(nodes);
}

void gradient(void **a, void **d, double *r) {
    fill((const double *)a[0]);
    __enzyme_autodiff((void *)walk, enzyme_dup, nodes, shadows);
    give((double *)d[0]);
}

void split(void **a, void **d, double *r) {
    fill((const double *)a[0]);
    struct taped t = __enzyme_augmentfwd_value((void *)walk, enzyme_dup, nodes, shadows);
    __enzyme_reverse((void *)walk, enzyme_dup, nodes, shadows, 1.0, t.tape);
    *r = t.value;
    give((double *)d[0]);
}
