// refused in f: `pthread_create`
#include <pthread.h>
double __enzyme_autodiff(void *, ...);
static void *work(void *p) {
  *(double *)p *= *(double *)p;
  return 0;
}
double f(double v) {
  pthread_t t;
  double w = v;
  pthread_create(&t, 0, work, &w); // here
  pthread_join(t, 0);
  return w;
}
double wanted(double v) { return __enzyme_autodiff((void *)f, v); }
