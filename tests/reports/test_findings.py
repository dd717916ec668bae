from __future__ import annotations

from dataclasses import replace

from gru_doctor.records import Finding, Proof, Span
from gru_doctor.reports.findings import facts, place

BARE = Finding("GRU104", "blend-wrong", "error", "blend", "It is wrong.")


def test_nothing_known_leaves_only_the_reference():
    assert facts(BARE) == [("read more", "gru-doctor explain GRU104")]


def test_an_equation_stands_above_the_references():
    rows = facts(replace(BARE, actual="h' = z*h + z*n", expected="h' = z ⊙ h + (1 − z) ⊙ n"))
    assert rows[:2] == [("yours", "h' = z*h + z*n"), ("reference", "h' = z ⊙ h + (1 − z) ⊙ n")]


def test_anything_else_is_seen_against_expected():
    rows = facts(replace(BARE, gate="sequence", actual="1 step", expected="4 steps"))
    assert rows[:2] == [("seen", "1 step"), ("expected", "4 steps")]


def test_evidence_with_and_without_a_repair():
    assert ("evidence", "error 0.31") in facts(replace(BARE, evidence=Proof(0.31)))
    proven = facts(replace(BARE, evidence=Proof(0.31, 1e-16)))
    assert ("evidence", "error 0.31; 1e-16 once repaired") in proven


def test_place_of_a_notebook_names_the_cell():
    span = Span("a.ipynb", 3, 5, 3, 9)
    assert place(replace(BARE, span=span, notebook_cell=4)) == "a.ipynb:3:5 (cell 4)"
    assert place(BARE) == ""
