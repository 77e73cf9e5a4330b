// f32 arrays of constants beside f64, arrays of fixed size by value; 3 inputs, 1 outputs.
#[inline(never)]
fn weighted(a: [f64; 3], w: &[f32; 3]) -> f64 {
    a.iter().zip(w).map(|(v, u)| v * v * *u as f64).sum()
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 3), std::slice::from_raw_parts_mut(y, 1)) };
    const W: [f32; 3] = [0.5, -1.5, 2.0];
    y[0] = weighted([x[0], x[1] * x[0], x[2]], &W) * x[1];
}
