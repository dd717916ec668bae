"""What only trying tells: which plan fits, what an argument or an array means, which layers there are."""
