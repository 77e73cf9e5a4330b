! Arrays by reference, with explicit shape and do loops; 4 inputs, 2 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(4)
  real(c_double), intent(out) :: y(2)
  integer :: i
  y = 0
  do i = 1, 4
    y(1) = y(1) + x(i) * x(5 - i) * i
  end do
  y(2) = sum(x * x) + y(1)
end subroutine
