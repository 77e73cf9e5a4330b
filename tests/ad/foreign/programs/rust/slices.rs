// Slices, iterators and their adapters; 4 inputs, 2 outputs.
#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 4), std::slice::from_raw_parts_mut(y, 2)) };
    y[0] = x.iter().zip(x.iter().rev()).map(|(a, b)| a * b * b).sum();
    y[1] = x.windows(2).map(|w| (w[0] - w[1]).powi(2)).fold(1.0, |s, v| s * (1.0 + v));
}
