/* Functions of one number: TABLE(U) has U(function, derivative in x, x); each is checked in double and, with the suffix f, in single precision. */
#include "../check.h"

typedef struct { double d[3]; } Lanes;
typedef struct { float d[3]; } FloatLanes;
#ifdef __cplusplus
extern "C" {
#endif
Lanes __enzyme_fwddiff_lanes(void *, ...);
float __enzyme_autodiff_of_float(void *, float); /* a float among variable arguments becomes a double */
float __enzyme_fwddiff_of_float(void *, float, float);
FloatLanes __enzyme_fwddiff_float_lanes(void *, int, int, int, float, float, float, float);
#ifdef __cplusplus
}
#endif

#ifdef REVERSE
#define REVERSE_OF(name, type, at, derivative, tolerance) check_close_to("reverse of " #name, __enzyme_autodiff_##type((void *)name##_of, at), derivative, tolerance);
#else
#define REVERSE_OF(name, type, at, derivative, tolerance)
#endif
#ifdef FORWARD
#define FORWARD_OF(name, type, real, lanes, at, derivative, tolerance) \
  { \
    real one = 1.5, two = -2.0, three = 0.25; \
    check_close_to("forward of " #name, __enzyme_fwddiff_##type((void *)name##_of, at, one), 1.5 * derivative, tolerance); \
    check_close_to("third lane of " #name, lanes((void *)name##_of, enzyme_width, 3, enzyme_dup, at, one, two, three).d[2], 0.25 * derivative, tolerance); \
  }
#else
#define FORWARD_OF(name, type, real, lanes, at, derivative, tolerance)
#endif

#define DOUBLE_OF(name, expression, at) \
  static double name##_of(double x) { return name(x); } \
  static void check_##name(void) { \
    double x = at, derivative = expression; \
    check_close_to("difference of " #name, slope(name##_of, x), derivative, 1e-8); \
    REVERSE_OF(name, double, x, derivative, 1e-10) \
    FORWARD_OF(name, double, double, __enzyme_fwddiff_lanes, x, derivative, 1e-10) \
  }
#define FLOAT_OF(name, expression, at) \
  static float name##f_of(float x) { return name##f(x); } \
  static void check_##name##f(void) { \
    float a = (float)(at); \
    double x = a, derivative = expression; \
    REVERSE_OF(name##f, of_float, a, derivative, 2e-5) \
    FORWARD_OF(name##f, of_float, float, __enzyme_fwddiff_float_lanes, a, derivative, 2e-5) \
  }
#define CALL_BOTH(name, expression, at) check_##name(); check_##name##f();

TABLE(DOUBLE_OF)
TABLE(FLOAT_OF)

int main(void) {
  TABLE(CALL_BOTH)
  return check_done();
}
