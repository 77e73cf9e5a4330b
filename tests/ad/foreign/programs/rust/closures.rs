// Closures with captures, generic functions, a closure behind a reference to a trait; 2 inputs, 2 outputs.
#[inline(never)]
fn summed(n: usize, g: impl Fn(f64) -> f64) -> f64 {
    (0..n).map(|i| g(i as f64 * 0.5)).sum()
}
#[inline(never)]
fn twice(g: &dyn Fn(f64) -> f64, v: f64) -> f64 {
    g(g(v))
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 2), std::slice::from_raw_parts_mut(y, 2)) };
    let (a, b) = (x[0], x[1]);
    y[0] = summed(4, |t| a * t * t + b);
    y[1] = twice(&|v| a * v * v + b, x[0]);
}
