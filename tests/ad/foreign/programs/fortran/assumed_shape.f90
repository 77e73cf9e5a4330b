! Assumed-shape dummies through descriptors, sections with strides, intents; 6 inputs, 2 outputs.
module shapes
  use iso_c_binding
contains
  subroutine smooth(a, b)
    real(c_double), intent(in) :: a(:)
    real(c_double), intent(inout) :: b(:)
    integer :: i
    do i = 2, size(a) - 1
      b(i) = a(i - 1) * a(i + 1) + b(i)
    end do
  end subroutine
end module

subroutine f(x, y) bind(c)
  use shapes
  real(c_double), intent(in) :: x(6)
  real(c_double), intent(out) :: y(2)
  real(c_double) :: b(6)
  b = x * x
  call smooth(x, b)
  call smooth(b(1:6:2), b(2:6:2))
  y(1) = b(3) * b(4)
  y(2) = sum(b)
end subroutine
