"""The stages that measure: each takes a Subject and returns evidence; none prints or judges."""
