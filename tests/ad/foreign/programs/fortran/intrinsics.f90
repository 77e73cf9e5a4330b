! Intrinsic functions of numbers: sqrt, exp, log, sin, atan2, max, min, abs, sign, mod, integer powers; 3 inputs, 3 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(3)
  real(c_double), intent(out) :: y(3)
  y(1) = sqrt(x(1)) * exp(-x(2)) + log(x(3)) * sin(x(1))
  y(2) = atan2(x(1), x(2)) + max(x(1), x(2), x(3)) * min(x(1), 2.0_c_double) + mod(5 * x(1), x(2))
  y(3) = x(1)**3 + x(2)**x(3) + sign(x(2), -x(1)) + abs(x(3) - 2) * tanh(x(2)) + x(1)**(-2)
end subroutine
