// Functions of numbers: exp, ln, sqrt, powf, mul_add, hypot, max, clamp, abs, as casts; 3 inputs, 3 outputs.
#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 3), std::slice::from_raw_parts_mut(y, 3)) };
    y[0] = x[0].exp() * x[1].ln() + x[2].sqrt().powf(x[0]);
    y[1] = x[0].mul_add(x[1], x[2]).hypot(x[0]) + x[1].max(x[2]) * x[0].clamp(0.1, 9.0);
    y[2] = (x[2] - 2.0).abs() * x[1].tanh() + ((5.0 * x[0]) as i64 as f64) * x[1] + x[0].atan2(x[2]);
}
