"""What draws of the parameters say of anything else: predictions, pointwise log likelihoods and log priors, as groups of ArviZ's tree."""
