// Box<dyn Trait>: virtual calls through a vector of boxes; 3 inputs, 1 outputs.
trait Layer {
    fn apply(&self, v: f64) -> f64;
}
struct Scale(f64);
struct Wave;
impl Layer for Scale {
    fn apply(&self, v: f64) -> f64 {
        self.0 * v + v * v
    }
}
impl Layer for Wave {
    fn apply(&self, v: f64) -> f64 {
        v.sin()
    }
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 3), std::slice::from_raw_parts_mut(y, 1)) };
    let net: Vec<Box<dyn Layer>> = vec![Box::new(Scale(x[0])), Box::new(Wave), Box::new(Scale(x[1]))];
    y[0] = net.iter().fold(x[2], |v, l| l.apply(v));
}
