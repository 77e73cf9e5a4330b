"""A model at many points: values, gradients, Hessian-vector products; how it is called, what it returns, and whether that can be believed."""
