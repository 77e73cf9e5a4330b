#include <complex.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { double x, y; } point;
typedef struct { float a, b; int tag; } small;
typedef struct node { double value; struct node *next; } node;
typedef union { double d; unsigned long u; float f[2]; } word;
struct opaque;
enum kind { LINE, CIRCLE, OTHER };

extern struct opaque *make_opaque(int);
static double table[4] = {1.0, 2.5, -3.0, 0x1p-1074};
static const char *const names[] = {"line\n", "circle", "percent %1 ; \"quoted\""};
_Thread_local int counter;
__attribute__((weak)) double weak_scale(double x) { return 2.0 * x; }
double (*const operations[])(double) = {sin, cos, exp};

double sum(const double *x, int n) {
    double s = 0.0;
    for (int i = 0; i < n; i++) s += x[i] * table[i & 3];
    return s;
}

point turned(point p, double angle) {
    point q = {p.x * cos(angle) - p.y * sin(angle), p.x * sin(angle) + p.y * cos(angle)};
    return q;
}

small packed(small s) { s.a *= s.b; s.tag++; return s; }
long double extended(long double x) { return x * x + 1.0L; }
_Float16 half_of(_Float16 x) { return x * (_Float16)0.5; }
__float128 quad(__float128 x) { return x * 2; }
double complex product(double complex a, double complex b) { return a * b / cexp(a); }

double variadic(int n, ...) {
    va_list list;
    va_start(list, n);
    double s = 0.0;
    for (int i = 0; i < n; i++) s += va_arg(list, double);
    va_end(list);
    return s;
}

double chosen(enum kind k, double x) {
    switch (k) {
    case LINE: return x;
    case CIRCLE: return M_PI * x * x;
    case OTHER: printf("%s", names[k]); return operations[(int)x](x);
    default: abort();
    }
}

double jump(int n) {
    static void *const targets[] = {&&first, &&second, &&third};
    double s = 0.0;
    goto *targets[n % 3];
first: s += 1.0;
second: s += 2.0;
third: return s;
}

double listed(int n) {
    node *head = NULL;
    for (int i = 0; i < n; i++) {
        node *fresh = malloc(sizeof *fresh);
        fresh->value = i;
        fresh->next = head;
        head = fresh;
    }
    double s = 0.0;
    while (head) { node *next = head->next; s += head->value; free(head); head = next; }
    return s;
}

void triangle(int n, double a[n][n], double *restrict out) {
    double work[n];
    memset(work, 0, sizeof work);
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) work[i] += a[i][j] * weak_scale(a[j][i]);
    memcpy(out, work, n * sizeof(double));
}

unsigned long bits(double x) { word w; w.d = x; return w.u >> 3; }
int asked(unsigned *p) { __asm__ volatile("incl %0 # %%1" : "+m"(*p) : : "cc", "memory"); return __atomic_fetch_add(p, 1, __ATOMIC_SEQ_CST); }
int swapped(long *p, long old, long new) { return __atomic_compare_exchange_n(p, &old, new, 1, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED); }
__int128 wide(__int128 a, long b) { return a * b; }
typedef double v4 __attribute__((vector_size(32)));
typedef long w4 __attribute__((vector_size(32)));
v4 lanes(v4 a, v4 b) { return (v4)((w4)(a + b) & (a < b)) - __builtin_shufflevector(a, b, 0, 5, 2, 7); }
