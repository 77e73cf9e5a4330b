// One function a kind of copy; `test_types.py` says what each moves.
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <vector>
struct Node { double v; Node* next; };
struct Mixed { double x; float y; int k; Mixed* p; };
struct Pair { float x, y; };
struct Tagged { float x; int k; };
struct Array { double* d; int n; };
struct Inner { double* p; long n; };
struct Outer { Inner in[2]; double w; };
union Either { double d; long i; void* p; };
extern "C" {
void mixed(Mixed* d, const Mixed* s) { *d = *s; d->x *= d->y * d->k * d->p->x; }
void array(double* y, const double* x, int n) { memcpy(y, x, n * sizeof(double)); for (int i = 0; i < n; i++) y[i] *= y[i]; }
void floats(float* y, const float* x, int n) { memmove(y, x, n * sizeof(float)); for (int i = 0; i < n; i++) y[i] *= y[i]; }
void structs(Mixed* y, const Mixed* x, int n) { memmove(y, x, n * sizeof(Mixed)); for (int i = 0; i < n; i++) y[i].x *= y[i].y * y[i].k * y[i].p->x; }
double pointers(double** y, double** x, int n) { memcpy(y, x, n * sizeof(double*)); double s = 0; for (int i = 0; i < n; i++) s += *y[i]; return s; }
int integers(int* y, const int* x, int n) { memcpy(y, x, n * sizeof(int)); int s = 0; for (int i = 0; i < n; i++) s += y[i]; return s; }
double chosen(double* a, double* b, int c, double* o) {
  double *p = c ? a : b, t[4], s = 0;
  memcpy(t, p, 32);
  for (int i = 0; i < 4; i++) s += t[i];
  memcpy(o, p, 32);
  return s;
}
double behind(Array* x, Array* y) {
  memcpy(y->d, x->d, x->n * sizeof(double));
  double s = 0;
  for (int i = 0; i < x->n; i++) s += y->d[i];
  return s;
}
double list(Node* h, Node* out) { double s = 0; for (Node* p = h; p; p = p->next) { s += p->v * p->v; *out = *p; } return s; }
double nested(Outer* a, Outer* b) { *b = *a; return b->in[0].p[0] * b->in[1].p[1] * b->w * b->in[0].n * b->in[1].n; }
double grown(double* x, int n) {
  double* p = (double*)malloc(n * 8);
  for (int i = 0; i < n; i++) p[i] = x[i];
  p = (double*)realloc(p, 2 * n * 8);
  double s = 0;
  for (int i = 0; i < n; i++) s += p[n + i] = p[i] * x[i];
  free(p);
  return s;
}
double zeroed(double* x) { double s = x[0] * x[1] * x[2]; x[0] = x[1] = x[2] = 0; return s; }
double swapped(double* a, double* b) {
  double t[4];
  memcpy(t, a, 32), memcpy(a, b, 32), memcpy(b, t, 32);
  return a[0] + a[1] + a[2] + a[3];
}
void pair(Pair* d, const Pair* s) { *d = *s; d->x *= 2; d->y *= 3; }
void pairs(Pair* d, Pair* s, int n) { for (int i = 0; i < n; i++) { Pair t = d[i]; d[i] = s[i]; s[i] = t; } for (int i = 0; i < n; i++) s[i].x *= d[i].y; }
void tagged(Tagged* d, const Tagged* s) { *d = *s; d->x *= d->k; }
double either_float(Either* a, Either* b) { *b = *a; return b->d * 2; }
double either_pointer(Either* a, Either* b) { *b = *a; return *(double*)b->p; }
double moved(double x) {
  auto p = std::make_unique<double>(x);
  std::unique_ptr<double> a[2];
  a[0] = std::move(p);
  std::swap(a[0], a[1]);
  return *a[1] * *a[1];
}
double kept_elsewhere(std::unique_ptr<double>* p, std::unique_ptr<double>* q) { *q = std::move(*p); return **q; }
double vector(double* x, int n) {
  std::vector<double> v(x, x + n);
  v.push_back(x[0]);
  std::vector<double> w = v;
  double s = 0;
  for (auto t : w) s += t * t;
  return s;
}
double vector_of_structs(double* x, int n) {
  std::vector<Node> v;
  for (int i = 0; i < n; i++) v.push_back(Node{x[i], nullptr});
  double s = 0;
  for (auto& t : v) s += t.v * t.v;
  return s;
}
double vector_of_vectors(double* x, int n) {
  std::vector<std::vector<double>> v;
  for (int i = 0; i < n; i++) v.push_back(std::vector<double>(x, x + i));
  double s = 0;
  for (auto& t : v) for (auto u : t) s += u * u;
  return s;
}
double function(double* x, double y, std::function<double(double)>* g) { std::function<double(double)> h = *g; return h(*x) * y; }
double of_sign(double x) { long b; memcpy(&b, &x, 8); return b < 0 ? -x : x; }
double sign_copied(double* x, double* y) {
  long b, c;
  memcpy(&b, x, 8), memcpy(&c, y, 8);
  b = (b & 0x7fffffffffffffffL) | (c & ~0x7fffffffffffffffL);
  double r;
  memcpy(&r, &b, 8);
  return r;
}
double exponent(double x) { long b; memcpy(&b, &x, 8); b = (b & 0x000fffffffffffffL) | 0x3ff0000000000000L; memcpy(&x, &b, 8); return x; }
long union_bits(Either* a) { a->d *= 2; return a->i >> 52; }
void unknown(Either* d, const Either* s) { *d = *s; }
void unknown_words(Array* d, const Array* s, int n) { memcpy(d, s, n); }
void unknown_fill(char* d) { memset(d, 0, 40); }
void partly(double* y, const double* x) { memcpy(y, x, 24); y[0] *= y[2]; }
}
