from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from gru_doctor.records import Evidence
from gru_doctor.reports.html import render

VOID = {"meta"}
MAP = ((0.0, 1e-12, 0.5), (0.0, 2.0, float("inf")))


class Page(HTMLParser):
    """What the page holds: its elements with their attributes; every one must be closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.words = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture
def pictured(faulty):
    """The faulty report with an error map."""
    result = faulty.results[0]
    checks = tuple(
        replace(c, maps={"U": MAP}, tolerance=1e-9) if c.name == "gradient" else c for c in result.checks
    )
    return replace(faulty, results=(replace(result, checks=checks),))


@pytest.mark.parametrize("name", ["healthy", "pictured", "broken"])
def test_golden(name, request, golden):
    golden(f"html_{name}.txt", render(request.getfixturevalue(name)))


@pytest.mark.parametrize("name", ["healthy", "pictured", "broken"])
def test_asks_the_network_for_nothing_and_runs_nothing(name, request):
    text = render(request.getfixturevalue(name))
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.elements}
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?://", text)
    assert not any(key.startswith("on") for _, attrs in page.elements for key in attrs)


@pytest.mark.parametrize("name", ["healthy", "pictured", "broken"])
def test_can_be_heard_and_walked_through(name, request):
    page = Page(render(request.getfixturevalue(name)))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all("scope" in attrs for attrs in page.all("th"))
    assert all(attrs.get("role") == "img" or attrs.get("aria-hidden") for attrs in page.all("svg"))
    assert all(attrs["aria-label"] for attrs in page.all("svg") if "role" in attrs)
    assert page.all("html") == [{"lang": "en"}]
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["healthy", "pictured", "broken"])
def test_the_keyboard_reaches_what_scrolls_and_every_name_leads_somewhere(name, request):
    page = Page(render(request.getfixturevalue(name)))
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    stops = [(tag, attrs) for tag, attrs in page.elements if "tabindex" in attrs]
    assert all(attrs["tabindex"] == "0" and attrs["aria-label"] for _, attrs in stops)  # the order of reading
    assert all("tabindex" in attrs for attrs in page.all("pre"))
    names = [attrs["aria-label"] for _, attrs in stops if attrs.get("role") == "region"]
    assert len(names) == len(set(names))  # a list of landmarks tells them apart
    assert len(page.all("table")) == len([tag for tag, attrs in stops if attrs.get("role") == "region"])
    assert {attrs["aria-labelledby"] for attrs in page.all("section")} <= ids
    assert {attrs["href"].lstrip("#") for attrs in page.all("a")} <= ids
    assert [len(page.all(tag)) for tag in ("h1", "header", "main", "footer")] == [1, 1, 1, 1]


def test_the_expression_is_marked(faulty):
    assert "<mark>(h @ U_n)</mark>" in render(faulty)


def test_the_equations_stand_beside_each_other(faulty):
    (row,) = re.findall(r'<tr><th scope="row">candidate</th>.*?</tr>', render(faulty))
    yours, reference = row.index("n = tanh(x W_n + h @ U_n + b_n)"), row.index("(r ⊙ h) U_n")
    assert yours < reference
    assert "GRU114" in row


def test_a_map_tells_in_words_what_it_shows(pictured):
    labels = [attrs["aria-label"] for attrs in Page(render(pictured)).all("svg") if "role" in attrs]
    assert "U: 3 of 6 entries off, most in row 2, column 3: inf" in labels


def test_both_schemes_have_their_colours(healthy):
    text = render(healthy)
    dark = text[text.index("prefers-color-scheme: dark") :]
    names = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert names <= set(re.findall(r"(--[\w-]+):", text[: text.index("prefers-color-scheme: dark")]))
    assert names <= set(re.findall(r"(--[\w-]+):", dark))


def test_nothing_of_the_users_is_markup(broken):
    result = broken.results[0]
    evil = "</p><script>alert(1)</script>\"'&"
    error = replace(result.error, message=evil)
    page = Page(render(replace(broken, results=(replace(result, error=error),))))
    assert page.all("script") == []
    assert evil in "".join(page.words)


def test_several_targets_have_a_table_of_links(broken):
    page = Page(render(broken))
    assert [a["href"] for a in page.all("a")] == ["#target-1", "#target-2"]
    assert {"target-1", "target-2"} <= {s.get("id") for s in page.all("section")}


def test_a_check_of_another_name_is_drawn_too(healthy):
    result = healthy.results[0]
    other = Evidence("properties", "pass", series={"yours": (1.0, 2.0)})
    text = render(replace(healthy, results=(replace(result, checks=(other,)),)))
    assert '<h3>properties</h3>\n<figure><svg role="img"' in text
