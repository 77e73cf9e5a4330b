! Complex numbers: products, quotients, conjugates, exp and abs; 4 inputs, 2 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(4)
  real(c_double), intent(out) :: y(2)
  complex(c_double) :: a, b, c
  a = cmplx(x(1), x(2), c_double)
  b = cmplx(x(3), x(4), c_double)
  c = a * b / (a + 2) + conjg(a)
  y(1) = real(c * c, c_double)
  y(2) = aimag(c)
end subroutine
