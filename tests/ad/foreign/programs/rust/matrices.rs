// Vectors of vectors, bounds checks, ranges and steps; 6 inputs, 2 outputs.
#[inline(never)]
fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut c = vec![vec![0.0; b[0].len()]; a.len()];
    for i in 0..a.len() {
        for j in 0..b[0].len() {
            for k in 0..b.len() {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 6), std::slice::from_raw_parts_mut(y, 2)) };
    let a: Vec<Vec<f64>> = (0..2).map(|i| x[3 * i..3 * i + 3].to_vec()).collect();
    let b: Vec<Vec<f64>> = (0..3).map(|i| (0..2).map(|j| a[j][i] * (j + 1) as f64).collect()).collect();
    let c = product(&a, &b);
    y[0] = c[0][0] * c[1][1];
    y[1] = (0..2).rev().step_by(1).map(|i| c[i][1 - i]).sum();
}
