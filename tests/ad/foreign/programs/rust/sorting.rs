// Swaps chosen by comparisons, and sort_by of a small array by hand; 5 inputs, 2 outputs.
#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 5), std::slice::from_raw_parts_mut(y, 2)) };
    let mut v = x.to_vec();
    for i in 0..v.len() {
        for j in 0..v.len() - 1 - i {
            if v[j] > v[j + 1] {
                v.swap(j, j + 1);
            }
        }
    }
    y[0] = v[0] * v[4] + v[2];
    y[1] = v.iter().enumerate().map(|(i, e)| e * e * i as f64).sum();
}
