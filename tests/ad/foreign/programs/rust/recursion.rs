// Recursion over slices that are split; 6 inputs, 1 outputs.
fn folded(x: &[f64]) -> f64 {
    match x {
        [] => 1.0,
        [v] => v.sin(),
        _ => {
            let (a, b) = x.split_at(x.len() / 2);
            folded(a) * folded(b) + x[0]
        }
    }
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 6), std::slice::from_raw_parts_mut(y, 1)) };
    y[0] = folded(x);
}
