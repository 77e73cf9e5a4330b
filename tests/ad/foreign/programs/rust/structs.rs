// Structs with methods and operators, returned by value and changed by reference; 4 inputs, 2 outputs.
use std::ops::{Add, Mul};

#[derive(Clone, Copy)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}
impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, o: Vec3) -> Vec3 {
        Vec3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
    }
}
impl Mul<f64> for Vec3 {
    type Output = Vec3;
    fn mul(self, s: f64) -> Vec3 {
        Vec3 { x: self.x * s, y: self.y * s, z: self.z * s }
    }
}
#[inline(never)]
fn turn(v: &mut Vec3, by: f64) {
    let kept = v.x;
    v.x = v.y * by;
    v.y = v.z;
    v.z = kept;
}

#[no_mangle]
pub extern "C" fn f(x: *const f64, y: *mut f64) {
    let (x, y) = unsafe { (std::slice::from_raw_parts(x, 4), std::slice::from_raw_parts_mut(y, 2)) };
    let mut v = Vec3 { x: x[0], y: x[1], z: x[2] };
    for _ in 0..3 {
        turn(&mut v, x[3]);
        v = v * x[0] + v;
    }
    y[0] = v.x * v.y;
    y[1] = v.z;
}
