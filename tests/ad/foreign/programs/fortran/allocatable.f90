! Allocatable arrays, allocated in a loop and freed at the end of the scope; 3 inputs, 1 outputs.
subroutine f(x, y) bind(c)
  use iso_c_binding
  real(c_double), intent(in) :: x(3)
  real(c_double), intent(out) :: y(1)
  real(c_double), allocatable :: a(:)
  integer :: n, i
  y(1) = 1
  do n = 1, 3
    allocate(a(n))
    do i = 1, n
      a(i) = x(i) * x(n)
    end do
    y(1) = y(1) * (0.5_c_double + sum(a))
    deallocate(a)
  end do
end subroutine
