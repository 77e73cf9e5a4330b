// Rc and RefCell: shared owners, counts that are integers; 2 inputs, 1 outputs.
use std::cell::RefCell;
use std::rc::Rc;

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 2), std::slice::from_raw_parts_mut(y, 1)) };
    let a = Rc::new(RefCell::new(x[0] * x[1]));
    let b = Rc::clone(&a);
    *b.borrow_mut() *= x[1];
    let v = *a.borrow();
    y[0] = v * v * Rc::strong_count(&a) as f64;
}
