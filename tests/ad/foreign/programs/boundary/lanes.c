/* Widths 1, 2, 3, 5, 8 and 11 of forward mode, results in a struct, an array and through sret. */
#include "../check.h"

typedef struct { double d[2]; } Lanes2;
typedef struct { double d[3]; } Lanes3;
typedef struct { double a, b, c, d, e; } Lanes5;
typedef struct { double d[8]; } Lanes8;
typedef struct { double d[11]; } Lanes11;
Lanes2 __enzyme_fwddiff_2(void *, ...);
Lanes3 __enzyme_fwddiff_3(void *, ...);
Lanes5 __enzyme_fwddiff_5(void *, ...);
Lanes8 __enzyme_fwddiff_8(void *, ...);
Lanes11 __enzyme_fwddiff_11(void *, ...);
static double g(double a) { return a * a * a; }

int main(void) {
  double a = 0.8, d = 3.0 * a * a;
#ifdef FORWARD
  double one = __enzyme_fwddiff_double((void *)g, enzyme_width, 1, a, 2.0);
  CHECK_CLOSE(one, 2.0 * d);
  Lanes2 two = __enzyme_fwddiff_2((void *)g, enzyme_width, 2, a, 1.0, 2.0);
  CHECK_CLOSE(two.d[1], 2.0 * d);
  Lanes3 three = __enzyme_fwddiff_3((void *)g, enzyme_width, 3, enzyme_dup, a, 1.0, 2.0, 3.0);
  CHECK_CLOSE(three.d[0] + 10.0 * three.d[1] + 100.0 * three.d[2], 321.0 * d);
  Lanes5 five = __enzyme_fwddiff_5((void *)g, enzyme_width, 5, enzyme_dup, a, 1.0, 2.0, 3.0, 4.0, 5.0);
  CHECK_CLOSE(five.b, 2.0 * d);
  CHECK_CLOSE(five.e, 5.0 * d);
  Lanes8 eight = __enzyme_fwddiff_8((void *)g, enzyme_width, 8, enzyme_dup, a, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
  for (int k = 0; k < 8; k++) CHECK_CLOSE(eight.d[k], (k + 1) * d);
  Lanes11 eleven = __enzyme_fwddiff_11((void *)g, enzyme_width, 11, enzyme_dup, a, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0);
  for (int k = 0; k < 11; k++) CHECK_CLOSE(eleven.d[k], (k + 1) * d);
#endif
  return check_done();
}
