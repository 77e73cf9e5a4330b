/* Arrays of structs with float, int, double and pointer members are copied by memcpy in a loop. */
#include "../check.h"

typedef struct { float f; int n; double d; const double *p; char tag[8]; } Mixed;

static void f(const double *x, double *y) {
  Mixed a[3], b[3];
  for (int i = 0; i < 3; i++) {
    a[i].f = (float)(0.5 * i + 1.0);
    a[i].n = 2 - i;
    a[i].d = x[i] * x[i];
    a[i].p = x + i;
    strcpy(a[i].tag, "ab");
  }
  for (int i = 0; i < 3; i++) memcpy(&b[a[i].n], &a[i], sizeof(Mixed));
  memcpy(a, b, 2 * sizeof(Mixed));
  for (int i = 0; i < 3; i++) y[i] = a[i].d * b[i].p[0] * a[i].f + a[(i + 1) % 3].n + (a[i].tag[1] == 'b');
}

CHECK_MAP(f, 3, 3)
