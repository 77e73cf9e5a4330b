// Enums with data, match, and Option of a number; 3 inputs, 2 outputs.
enum Shape {
    Disc(f64),
    Box { a: f64, b: f64 },
    Empty,
}

#[inline(never)]
fn area(s: &Shape) -> Option<f64> {
    match s {
        Shape::Disc(r) => Some(3.0 * r * r),
        Shape::Box { a, b } => Some(a * b),
        Shape::Empty => None,
    }
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 3), std::slice::from_raw_parts_mut(y, 2)) };
    let shapes = [Shape::Disc(x[0]), Shape::Empty, Shape::Box { a: x[1], b: x[2] }];
    y[0] = shapes.iter().map(|s| area(s).unwrap_or(1.5 * x[0])).product();
    y[1] = area(&shapes[2]).map_or(0.0, |v| v * x[2]);
}
