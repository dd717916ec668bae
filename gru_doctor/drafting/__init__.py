"""`gru-doctor init`: the files that a person would otherwise write by hand."""
