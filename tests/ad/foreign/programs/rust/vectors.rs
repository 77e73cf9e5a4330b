// Vec: pushed, collected, extended, indexed; 3 inputs, 2 outputs.
#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 3), std::slice::from_raw_parts_mut(y, 2)) };
    let mut v: Vec<f64> = Vec::new();
    for i in 0..6 {
        v.push(x[i % 3] * (i as f64 + 1.0));
    }
    let mut w: Vec<f64> = v.iter().map(|e| e * e).collect();
    w.extend_from_slice(&v[1..3]);
    for i in 1..w.len() {
        w[i] = 0.5 * w[i] + w[i - 1] * x[0];
    }
    y[0] = w[7];
    y[1] = w.iter().sum::<f64>() * v[4];
}
