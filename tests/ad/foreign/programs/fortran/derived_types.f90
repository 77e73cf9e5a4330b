! Derived types with arrays and nested types, passed by reference; 4 inputs, 2 outputs.
module bodies
  use iso_c_binding
  type point
    real(c_double) :: at(2)
  end type
  type body
    type(point) :: where
    real(c_double) :: mass
    integer :: kind
  end type
contains
  subroutine move(b, by)
    type(body), intent(inout) :: b
    real(c_double), intent(in) :: by
    b%where%at = b%where%at + by * b%mass * b%kind
    b%mass = b%mass * by
  end subroutine
end module

subroutine f(x, y) bind(c)
  use bodies
  real(c_double), intent(in) :: x(4)
  real(c_double), intent(out) :: y(2)
  type(body) :: b(2)
  integer :: i
  do i = 1, 2
    b(i)%where%at = x(i:i + 1)
    b(i)%mass = x(4)
    b(i)%kind = i
    call move(b(i), x(3))
    call move(b(i), b(1)%mass)
  end do
  y = b(2)%where%at * b(1)%where%at(2)
end subroutine
