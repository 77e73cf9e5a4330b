#![allow(improper_ctypes_definitions)]
#![crate_type = "lib"]
use std::collections::HashMap;
use std::panic;

pub trait Shape {
    fn area(&self, x: f64) -> f64;
}
pub struct Square(f64);
pub struct Circle;
impl Shape for Square {
    fn area(&self, x: f64) -> f64 { self.0 * x * x }
}
impl Shape for Circle {
    fn area(&self, x: f64) -> f64 { x.sin() }
}

#[derive(Clone, Debug)]
pub enum Tree {
    Leaf(f64),
    Node(Box<Tree>, Box<Tree>),
}

#[no_mangle]
pub fn total(x: &[f64], shapes: &[Box<dyn Shape>]) -> f64 {
    x.iter().zip(shapes.iter().cycle()).map(|(v, s)| s.area(v.sqrt())).sum()
}

#[no_mangle]
pub fn sum(tree: &Tree) -> f64 {
    match tree {
        Tree::Leaf(x) => *x,
        Tree::Node(a, b) => sum(a) * sum(b),
    }
}

#[no_mangle]
pub fn grown(n: usize) -> Vec<f64> {
    let mut v = Vec::new();
    for i in 0..n { v.push((i as f64).powi(2)); }
    v.sort_by(|a, b| b.partial_cmp(a).unwrap());
    v
}

#[no_mangle]
pub fn counted(words: &[&str]) -> HashMap<String, u32> {
    let mut m = HashMap::new();
    for w in words { *m.entry(w.to_string()).or_insert(0) += 1; }
    m
}

#[no_mangle]
pub fn caught(n: usize) -> f64 {
    panic::catch_unwind(|| grown(n)[3]).unwrap_or(-1.0)
}

#[no_mangle]
pub extern "C" fn array(x: [f64; 4], y: i128, z: (f32, u8)) -> ([f64; 4], i128) {
    println!("{:?}", Tree::Leaf(x[0]));
    (x, y * z.1 as i128)
}
