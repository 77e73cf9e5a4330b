module model
  implicit none
  type :: body
     real(8) :: mass, position(3)
     real(8), allocatable :: history(:)
  end type
  real(8), save :: g = 9.81d0
contains
  recursive function power(x, n) result(r)
    real(8), intent(in) :: x
    integer, intent(in) :: n
    real(8) :: r
    if (n == 0) then
       r = 1d0
    else
       r = x * power(x, n - 1)
    end if
  end function
  subroutine step(b, n, out)
    type(body), intent(inout) :: b
    integer, intent(in) :: n
    real(8), intent(out) :: out(n)
    real(8) :: a(n, n), x(n)
    complex(8) :: z
    integer :: i
    if (.not. allocated(b%history)) allocate(b%history(n))
    do i = 1, n
       a(:, i) = b%position(1) + i
       x(i) = sin(g * i)
    end do
    out = matmul(a, x)
    z = exp(cmplx(x(1), x(2), 8)) * conjg(cmplx(1d0, 2d0, 8))
    b%history = out * real(z)
    out = out + power(b%mass, n)
    write(*, *) sum(out), dot_product(x, out)
  end subroutine
end module
