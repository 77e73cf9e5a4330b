! default real beside double precision; 3 inputs, 1 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(3)
  real(c_double), intent(out) :: y(1)
  real :: a(3)
  integer :: i
  a = 0.5
  do i = 1, 3
    a(i) = a(i) * real(i)
  end do
  y(1) = sum(x * a) * x(1) + dble(a(2)) * x(3)**2
end subroutine
