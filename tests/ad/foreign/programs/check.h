/* What the programs of this folder share: Enzyme's names, and the check of a function `void f(const double *x, double *y)` in every mode.
   -DREVERSE, -DFORWARD, -DSPLIT choose modes, all are checked when none is given; -DSELF checks none and only that differences can be trusted.
   A program prints "ok" and ends with status 0, or prints one line for each thing that is wrong. */
#ifndef CHECK_H
#define CHECK_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if !defined(REVERSE) && !defined(FORWARD) && !defined(SPLIT) && !defined(SELF)
#define REVERSE
#define FORWARD
#define SPLIT
#endif
#ifndef TOLERANCE
#define TOLERANCE 1e-7
#endif
#ifndef STEP
#define STEP 1e-3
#endif
#ifndef BEND /* what slopes may change by within a step, beyond their curvature */
#define BEND (30.0 * TOLERANCE)
#endif
#ifndef AT /* where the map is differentiated: coordinate i */
#define AT(i) (0.6 + 0.35 * sin(1.0 + 2.3 * (i)))
#endif

#ifdef __cplusplus
extern "C" {
#endif
extern int enzyme_const, enzyme_dup, enzyme_dupnoneed, enzyme_dupv, enzyme_out, enzyme_width, enzyme_primal_return, enzyme_noret, enzyme_tape, enzyme_nofree, enzyme_allocated;
extern int enzyme_const_return, enzyme_active_return, enzyme_dup_return, enzyme_interleave, enzyme_not_overwritten, enzyme_runtime_activity, enzyme_strong_zero, enzyme_byref;
void __enzyme_autodiff_void(void *, ...);
double __enzyme_autodiff_double(void *, ...);
void __enzyme_fwddiff_void(void *, ...);
double __enzyme_fwddiff_double(void *, ...);
void *__enzyme_augmentfwd_tape(void *, ...);
void __enzyme_reverse_void(void *, ...);
double __enzyme_reverse_double(void *, ...);
#ifdef __cplusplus
}
#endif

static int check_failures;

static void check_close_to(const char *what, double got, double expected, double tolerance) {
  if (fabs(got - expected) <= tolerance * (1.0 + fabs(expected))) return;
  printf("%s is %.17g, not %.17g\n", what, got, expected);
  check_failures++;
}

static void check_close(const char *what, double got, double expected) { check_close_to(what, got, expected, TOLERANCE); }

static void check_entry(const char *name, const char *what, int k, double got, double expected, double tolerance) {
  char text[200];
  snprintf(text, sizeof text, "%s: %s[%d]", name, what, k);
  check_close_to(text, got, expected, tolerance);
}

static int check_done(void) {
  if (!check_failures) puts("ok");
  return check_failures != 0;
}

#define CHECK_CLOSE(got, expected) check_close(__FILE__ ": " #got, got, expected)
#define CHECK_CLOSE_TO(got, expected, tolerance) check_close_to(__FILE__ ": " #got, got, expected, tolerance)

/* the derivative of g at x by differences of fourth order */
static double slope(double (*g)(double), double x) {
  double h = STEP;
  return (8.0 * (g(x + h) - g(x - h)) - (g(x + 2.0 * h) - g(x - 2.0 * h))) / (12.0 * h);
}

enum { CHECK_MAX = 40 };
typedef struct {
  const char *name;
  int inputs, outputs;
  void (*primal)(const double *, double *);
  void (*reverse)(double *, double *, double *, double *);
  void (*forward)(double *, double *, double *, double *);
  void (*forward3)(double *, double (*)[CHECK_MAX], double *, double (*)[CHECK_MAX]);
  void *(*augment)(double *, double *, double *, double *);
  void (*backward)(double *, double *, double *, double *, void *);
} CheckMap;

static double check_seed(int k, int i) { return 0.7 + 0.6 * cos(3.0 * k + 1.7 * i); }
static void check_point(const CheckMap *m, int k, double *x) {
  for (int i = 0; i < m->inputs; i++) x[i] = AT(i) * (1.0 + 0.01 * k);
}

/* column i: d y / d x[i] */
static void check_differences(const CheckMap *m, const double *at, double h, double (*jacobian)[CHECK_MAX]) {
  static const double steps[4] = {1.0, -1.0, 2.0, -2.0}, weights[4] = {8.0, -8.0, -1.0, 1.0};
  for (int i = 0; i < m->inputs; i++) {
    for (int j = 0; j < m->outputs; j++) jacobian[i][j] = 0.0;
    for (int s = 0; s < 4; s++) {
      double x[CHECK_MAX], y[CHECK_MAX] = {0.0};
      memcpy(x, at, m->inputs * sizeof(double));
      x[i] += steps[s] * h;
      m->primal(x, y);
      for (int j = 0; j < m->outputs; j++) jacobian[i][j] += weights[s] * y[j] / (12.0 * h);
    }
  }
}

/* by how much the slope changes on the way from x[i] - h to x[i] + h, over h: proportional to h where y is smooth, constant at a bend */
static void check_bends(const CheckMap *m, const double *at, int i, double h, double *bend) {
  double x[CHECK_MAX], y[3][CHECK_MAX] = {{0.0}};
  memcpy(x, at, m->inputs * sizeof(double));
  for (int s = 0; s < 3; s++) {
    x[i] = at[i] + (s - 1) * h;
    m->primal(x, y[s]);
  }
  for (int j = 0; j < m->outputs; j++) bend[j] = (y[0][j] - 2.0 * y[1][j] + y[2][j]) / h;
}

static void check_smooth(const CheckMap *m, const double *at) {
  for (int i = 0; i < m->inputs; i++) {
    double wide[CHECK_MAX], narrow[CHECK_MAX];
    check_bends(m, at, i, STEP, wide);
    check_bends(m, at, i, STEP / 2.0, narrow);
    for (int j = 0; j < m->outputs; j++) check_entry(m->name, "bend", i * m->outputs + j, 2.0 * narrow[j], wide[j], BEND);
  }
}

static void check_trust(const CheckMap *m, int k) {
  double x[CHECK_MAX], wide[CHECK_MAX][CHECK_MAX], narrow[CHECK_MAX][CHECK_MAX], size = 0.0;
  check_point(m, k, x);
  check_smooth(m, x);
  check_differences(m, x, STEP, wide);
  check_differences(m, x, STEP / 2.0, narrow);
  for (int i = 0; i < m->inputs; i++)
    for (int j = 0; j < m->outputs; j++) {
      check_entry(m->name, "difference", i * m->outputs + j, narrow[i][j], wide[i][j], TOLERANCE);
      size += fabs(wide[i][j]);
    }
  if (!(size > 1e-3)) { printf("%s: derivatives are all zero\n", m->name); check_failures++; }
}

static void check_primal(const CheckMap *m, const char *what, const double *x, const double *y) {
  double expected[CHECK_MAX] = {0.0};
  m->primal(x, expected);
  for (int j = 0; j < m->outputs; j++) check_entry(m->name, what, j, y[j], expected[j], TOLERANCE > 1e-5 ? 1e-5 : 1e-13);
}

/* shadows of inputs are filled before and accumulated into, those of outputs are used up */
static void check_adjoints(const CheckMap *m, const char *what, const double *x, int k, const double *xb, const double *yb) {
  double jacobian[CHECK_MAX][CHECK_MAX];
  check_differences(m, x, STEP, jacobian);
  for (int i = 0; i < m->inputs; i++) {
    double sum = 0.0;
    for (int j = 0; j < m->outputs; j++) sum += jacobian[i][j] * check_seed(k, j);
    check_entry(m->name, what, i, xb[i] - check_seed(k + 9, i), sum, TOLERANCE);
  }
  for (int j = 0; j < m->outputs; j++) check_entry(m->name, "adjoint of an output that was overwritten", j, yb[j], 0.0, 0.0);
  check_entry(m->name, "adjoint beside the outputs", 0, yb[m->outputs], 7.0, 0.0);
}

static void check_fill(const CheckMap *m, int k, double *x, double *xb, double *y, double *yb) {
  check_point(m, k, x);
  for (int i = 0; i < m->inputs; i++) xb[i] = check_seed(k + 9, i);
  for (int j = 0; j < m->outputs; j++) y[j] = 0.0, yb[j] = check_seed(k, j);
  yb[m->outputs] = 7.0;
}

static void check_reverse(const CheckMap *m) {
  double x[CHECK_MAX], xb[CHECK_MAX], y[CHECK_MAX], yb[CHECK_MAX], kept[CHECK_MAX];
  for (int k = 0; k < 2; k++) {
    check_fill(m, k, x, xb, y, yb);
    memcpy(kept, x, sizeof kept);
    m->reverse(x, xb, y, yb);
    check_primal(m, "value in reverse", kept, y);
    check_adjoints(m, "reverse", kept, k, xb, yb);
  }
}

static void check_tangents(const CheckMap *m, const char *what, const double *x, const double *dx, int k, const double *dy) {
  double jacobian[CHECK_MAX][CHECK_MAX];
  check_differences(m, x, STEP, jacobian);
  for (int j = 0; j < m->outputs; j++) {
    double sum = 0.0;
    for (int i = 0; i < m->inputs; i++) sum += jacobian[i][j] * check_seed(k, i);
    check_entry(m->name, what, j, dy[j], sum, TOLERANCE);
  }
  for (int i = 0; i < m->inputs; i++) check_entry(m->name, "tangent of an input", i, dx[i], check_seed(k, i), 0.0);
  check_entry(m->name, "tangent beside the outputs", 0, dy[m->outputs], 7.0, 0.0);
}

static void check_forward(const CheckMap *m) {
  double x[CHECK_MAX], y[CHECK_MAX] = {0.0}, dx[3][CHECK_MAX], dy[3][CHECK_MAX];
  for (int lanes = 1; lanes <= 3; lanes += 2) {
    check_point(m, 0, x);
    for (int k = 0; k < 3; k++)
      for (int i = 0; i < CHECK_MAX; i++) dx[k][i] = check_seed(k, i), dy[k][i] = 7.0;
    if (lanes == 1) m->forward(x, dx[0], y, dy[0]);
    else m->forward3(x, dx, y, dy);
    check_primal(m, "value in forward", x, y);
    for (int k = 0; k < lanes; k++) check_tangents(m, lanes == 1 ? "forward" : "forward of width 3", x, dx[k], k, dy[k]);
  }
}

/* two tapes are alive, the older one is reversed first, and inputs and outputs are overwritten between the halves */
static void check_split(const CheckMap *m) {
  double x[2][CHECK_MAX], xb[2][CHECK_MAX], y[2][CHECK_MAX], yb[2][CHECK_MAX], kept[2][CHECK_MAX];
  void *tape[2];
  for (int k = 0; k < 2; k++) {
    check_fill(m, k, x[k], xb[k], y[k], yb[k]);
    memcpy(kept[k], x[k], sizeof kept[k]);
    tape[k] = m->augment(x[k], xb[k], y[k], yb[k]);
    check_primal(m, "value of the augmented function", kept[k], y[k]);
  }
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < CHECK_MAX; i++) x[k][i] = y[k][i] = -77.0;
  for (int k = 0; k < 2; k++) {
    m->backward(x[k], xb[k], y[k], yb[k], tape[k]);
    check_adjoints(m, "split", kept[k], k, xb[k], yb[k]);
  }
}

static void check_map(const CheckMap *m) {
  check_trust(m, 0);
  check_trust(m, 1);
  if (m->reverse) check_reverse(m);
  if (m->forward) check_forward(m);
  if (m->augment) check_split(m);
}

#ifdef REVERSE
#define CHECK_REVERSE_OF(f) \
  static void f##_reverse(double *x, double *xb, double *y, double *yb) { __enzyme_autodiff_void((void *)f, enzyme_dup, x, xb, enzyme_dup, y, yb); }
#define CHECK_REVERSE(f) f##_reverse
#else
#define CHECK_REVERSE_OF(f)
#define CHECK_REVERSE(f) NULL
#endif
#ifdef FORWARD
#define CHECK_FORWARD_OF(f) \
  static void f##_forward(double *x, double *dx, double *y, double *dy) { __enzyme_fwddiff_void((void *)f, enzyme_dup, x, dx, enzyme_dup, y, dy); } \
  static void f##_forward3(double *x, double (*dx)[CHECK_MAX], double *y, double (*dy)[CHECK_MAX]) { \
    __enzyme_fwddiff_void((void *)f, enzyme_width, 3, enzyme_dup, x, dx[0], dx[1], dx[2], enzyme_dup, y, dy[0], dy[1], dy[2]); \
  }
#define CHECK_FORWARD(f) f##_forward, f##_forward3
#else
#define CHECK_FORWARD_OF(f)
#define CHECK_FORWARD(f) NULL, NULL
#endif
#ifdef SPLIT
#define CHECK_SPLIT_OF(f) \
  static void *f##_augment(double *x, double *xb, double *y, double *yb) { return __enzyme_augmentfwd_tape((void *)f, enzyme_dup, x, xb, enzyme_dup, y, yb); } \
  static void f##_backward(double *x, double *xb, double *y, double *yb, void *tape) { \
    __enzyme_reverse_void((void *)f, enzyme_dup, x, xb, enzyme_dup, y, yb, tape); \
  }
#define CHECK_SPLIT(f) f##_augment, f##_backward
#else
#define CHECK_SPLIT_OF(f)
#define CHECK_SPLIT(f) NULL, NULL
#endif

/* main: the map f of so many inputs and outputs, in the modes that were chosen */
#define CHECK_MAP(f, inputs, outputs) \
  CHECK_REVERSE_OF(f) CHECK_FORWARD_OF(f) CHECK_SPLIT_OF(f) int main(void) { \
    static const CheckMap map = {#f, inputs, outputs, f, CHECK_REVERSE(f), CHECK_FORWARD(f), CHECK_SPLIT(f)}; \
    check_map(&map); \
    return check_done(); \
  }
#endif
