"""Laws of scipy.stats in compiled code: `scipy.stats.norm.logpdf(x, mu, sd)`, frozen ones too."""
