"""One page, read in parts: its tree, its body, its title, its time, where it comes from."""
