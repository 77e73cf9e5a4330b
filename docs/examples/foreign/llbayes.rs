// Words for derivatives in Rust. `llbayes ad` puts derivatives in the place of these calls; they are unsafe inside, as calls of functions of C are:
//
//     let slope: f64 = autodiff_reverse!(f64; f; Active(x), Const(n));
//     autodiff_reverse!((); f; Duplicated(&x, &mut dx), DuplicatedSlice(&v, &mut dv));
//     let tangent: f64 = autodiff_forward!(f64; f; Dual(x, 1.0), Const(n));
//
// The first word is the type of the result: a float, `()`, or a structure under #[repr(C)] whose fields are what the call gives, in order.
//
// word of an argument          of                   what it means
// Const(x)                     anything             no part in the derivative
// ConstSlice(&x)               a slice              likewise
// Active(x)                    f64                  reverse: its derivative is a field of the result, in order
// Duplicated(x, dx)            reference, pointer   reverse: the shadow, of the same shape; the adjoint of what is read is added to it, that of what is written taken from it
// DuplicatedSlice(&x, &mut dx) a slice              likewise: a slice is a pointer and a length, the shadow needs its pointer alone
// DuplicatedOnly(x, dx)        reference, pointer   likewise; what it points to need not be valid afterwards
// Dual(x, dx, …)               f64, reference       forward: the tangent, or the shadow with tangents; one for each lane
// DualSlice(&x, &mut dx, …)    a slice              likewise
// DualOnly(x, dx, …)           f64, reference       likewise; the value itself need not be computed
// Dualv(bytes, x, dx)          reference, pointer   forward: one shadow; that of lane k begins k times so many bytes behind it
//
// Words of a call: Width(n), n lanes at once; Primal, the value of the function is the first field of the result; ConstReturn, it takes no part.
//
// Bring them in with `#[macro_use] mod llbayes;` before the modules that use them.
//
// The function is `extern "C"` or Rust's own; `-C panic=abort` keeps it differentiable. References are passed as what they are, so give `&x` for a parameter `&f64`.
// Calls go through C's `...`: write `x as f64` for a parameter of type f32, `k as i32` for one of i8, i16 or bool.

#![allow(unused_macros)]

macro_rules! autodiff_reverse {
    ($result:ty; $function:expr; $($words:tt)*) => { llbayes_call!("__enzyme_autodiff_rust", $result, $function, [] $($words)*) };
}

macro_rules! autodiff_forward {
    ($result:ty; $function:expr; $($words:tt)*) => { llbayes_call!("__enzyme_fwddiff_rust", $result, $function, [] $($words)*) };
}

// One word after another becomes what it stands for, in the brackets; then the call.
macro_rules! llbayes_call {
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Const($x:expr) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_const, $x,] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] ConstSlice($x:expr) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_const, $x.as_ptr(), enzyme_const, $x.len(),] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Active($x:expr) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_out, $x,] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Duplicated($x:expr, $($dx:expr),+) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dup, $x, $($dx,)+] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] DuplicatedOnly($x:expr, $($dx:expr),+) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dupnoneed, $x, $($dx,)+] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] DuplicatedSlice($x:expr, $($dx:expr),+) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dup, $x.as_ptr(), $($dx.as_mut_ptr(),)+ enzyme_const, $x.len(),] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Dual($x:expr, $($dx:expr),+) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dup, $x, $($dx,)+] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] DualOnly($x:expr, $($dx:expr),+) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dupnoneed, $x, $($dx,)+] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] DualSlice($x:expr, $($dx:expr),+) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dup, $x.as_ptr(), $($dx.as_mut_ptr(),)+ enzyme_const, $x.len(),] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Dualv($bytes:expr, $x:expr, $dx:expr) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_dupv, $bytes as i64, $x, $dx,] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Width($n:literal) $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_width, $n as i32,] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] Primal $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_primal_return,] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*] ConstReturn $(, $($rest:tt)*)?) => {
        llbayes_call!($name, $result, $function, [$($done)* enzyme_const_return,] $($($rest)*)?) };
    ($name:literal, $result:ty, $function:expr, [$($done:tt)*]) => {{
        #[allow(clashing_extern_declarations, non_upper_case_globals, dead_code, improper_ctypes)]
        extern "C" {
            #[link_name = $name]
            fn llbayes_derivative(function: *const (), ...) -> $result;
            static enzyme_const: i32;
            static enzyme_out: i32;
            static enzyme_dup: i32;
            static enzyme_dupnoneed: i32;
            static enzyme_dupv: i32;
            static enzyme_width: i32;
            static enzyme_primal_return: i32;
            static enzyme_const_return: i32;
        }
        #[allow(unused_unsafe)]
        unsafe { llbayes_derivative($function as *const (), $($done)*) }
    }};
}
