"""A report inside another page neither styles it nor takes its names."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from gru_doctor.reports.embedded import embedded

AT_RULE = re.compile(r"@media[^{]*\{")


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for key, value in attrs if key in ("id", "aria-labelledby")]


@pytest.mark.parametrize("name", ["healthy", "faulty", "broken"])
def test_every_rule_is_bound_to_the_element(name, request):
    text = embedded(request.getfixturevalue(name))
    style = AT_RULE.sub("", text.partition("<style>")[2].partition("</style>")[0])
    selectors = [part.strip() for rule in re.findall(r"([^{}]+)\{", style) for part in rule.split(",")]
    assert len(selectors) > 40
    assert all(re.match(r"\.gru-doctor( |$)", selector) for selector in selectors)
    assert text.partition("</style>")[2].startswith('\n<div class="gru-doctor">')


@pytest.mark.parametrize("name", ["healthy", "broken"])
def test_it_is_no_page_and_its_names_are_its_own(name, request, faulty):
    here, other = Elements(embedded(request.getfixturevalue(name))), Elements(embedded(faulty))
    assert not {"html", "head", "body", "meta", "title", "script"} & set(here.tags)
    assert here.ids and not set(here.ids) & set(other.ids)


def test_links_lead_to_its_own_targets(broken):
    text = embedded(broken)
    links = re.findall(r'href="#([^"]+)"', text)
    assert len(links) == 2 and all(f'<section id="{link}"' in text for link in links)
