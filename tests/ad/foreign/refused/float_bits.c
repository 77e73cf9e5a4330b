// refused in f: bits
#include <string.h>
#include <stdint.h>
float __enzyme_autodiff(void *, float);
float f(float v) {
  uint32_t bits;
  memcpy(&bits, &v, 4);
  bits = 0x5f3759df - (bits >> 1); // here
  float r;
  memcpy(&r, &bits, 4);
  return r * (1.5f - 0.5f * v * r * r);
}
float wanted(float v) { return __enzyme_autodiff((void *)f, v); }
