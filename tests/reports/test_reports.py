from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from gru_doctor.reports import formats, renderer, schema_text


def test_every_format_found_can_be_rendered(healthy):
    expected = ("csv", "github", "html", "json", "junit", "markdown", "sarif", "table")
    assert formats() == expected
    for name in formats():
        text = renderer(name)(healthy, width=80, color=False)
        assert text.endswith("\n")
        assert "cell.py" in text


def test_modules_without_render_are_no_formats():
    assert not {"form", "words", "chart"} & set(formats())


def test_unknown_format_is_a_key_error():
    with pytest.raises(KeyError):
        renderer("form")


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_the_same_report_gives_the_same_bytes(name, request):
    report = request.getfixturevalue(name)
    for form in formats():
        assert renderer(form)(report) == renderer(form)(report)


def closed(schema):
    """The schema with no room for a key that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    return {**parts, "additionalProperties": False} if "properties" in schema else parts


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_the_json_report_follows_the_schema_and_has_no_key_beyond_it(name, request):
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    report = json.loads(renderer("json")(request.getfixturevalue(name)))
    Draft202012Validator(closed(schema)).validate(report)


@pytest.mark.parametrize(
    ("key", "value"), [("verdict", "fine"), ("findings", None), ("target", 1), ("error", {"kind": "x"})]
)
def test_the_schema_refuses_what_is_no_report(key, value, healthy):
    report = json.loads(renderer("json")(healthy))
    report["results"][0][key] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(json.loads(schema_text())).validate(report)


def test_the_schema_lets_later_keys_come(healthy):
    report = json.loads(renderer("json")(healthy)) | {"later": 1}
    Draft202012Validator(json.loads(schema_text())).validate(report)
