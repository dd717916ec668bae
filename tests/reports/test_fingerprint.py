from __future__ import annotations

from dataclasses import replace

from gru_doctor.reports.fingerprint import expression, fingerprints


def test_the_expression_is_the_marked_text(faulty):
    first, second, third = faulty.results[0].findings
    assert expression(first) == "(h @ U_n)"
    assert expression(second).startswith("np.concatenate([\n\t    dz, dr, dn,\n")
    assert expression(third) == ""


def test_another_file_and_other_blanks_change_nothing(faulty):
    result = faulty.results[0]
    finding = result.findings[1]
    span = replace(finding.span, file="other.py", line=5, end_line=7)
    lines = (finding.source[0], "   dz,  dr, dn,", finding.source[2])
    moved = replace(result, findings=(replace(finding, span=span, source=lines),))
    kept = replace(result, findings=(finding,))
    assert [key for _, _, key in fingerprints((moved,))] == [key for _, _, key in fingerprints((kept,))]


def test_another_object_has_another_key(faulty):
    result = faulty.results[0]
    other = replace(result, target=replace(result.target, name="Other"))
    keys = [key for _, _, key in fingerprints((result, other))]
    assert len(set(keys)) == 6
