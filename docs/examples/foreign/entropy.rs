// The softmax of a slice, and its entropy. A slice is a pointer and a length: DuplicatedSlice(&x, &mut dx) gives both, and the shadow's pointer.
#[macro_use]
mod llbayes;

fn entropy(scores: &[f64]) -> f64 {
    let weights: Vec<f64> = scores.iter().map(|s| s.exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| -(w / total) * (w / total).ln()).sum()
}

fn main() {
    let scores = [0.1, 1.2, -0.7, 0.4];
    let mut slopes = [0.0; 4];
    // DuplicatedSlice: the gradient is added to the slopes.
    autodiff_reverse!(f64; entropy; DuplicatedSlice(&scores, &mut slopes));

    let total: f64 = scores.iter().map(|s: &f64| s.exp()).sum();
    let value = entropy(&scores);
    let mut far = 0.0f64;
    for (score, slope) in scores.iter().zip(&slopes) {
        let p = score.exp() / total;
        let known = -p * (p.ln() + value); // the slope of the entropy by a score
        println!("Rust: slope {slope:.6}, by hand {known:.6}");
        far = far.max((slope - known).abs());
    }
    std::process::exit((far > 1e-12) as i32);
}
