// A list of Option<Box<…>>, built and consumed; 3 inputs, 1 outputs.
struct Link {
    v: f64,
    next: Option<Box<Link>>,
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 3), std::slice::from_raw_parts_mut(y, 1)) };
    let mut head: Option<Box<Link>> = None;
    for i in 0..4 {
        head = Some(Box::new(Link { v: x[i % 3] * x[i % 2], next: head }));
    }
    let mut s = 1.0;
    while let Some(l) = head {
        s = s * l.v + 0.5;
        head = l.next;
    }
    y[0] = s;
}
