"""What sites mean: one base interpretation, the table of sites, checks at binding, runs in CPython."""
