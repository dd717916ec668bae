"""The html report as a part of another page, such as the output of a notebook's cell."""

from __future__ import annotations

import re
from hashlib import sha256

from gru_doctor.records import Report
from gru_doctor.reports.html import render

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
BODY = re.compile(r"<body[^>]*>\n(.*)</body>", re.DOTALL)
NAME = re.compile(r'((?:id|aria-labelledby)="|href="#)(?=(?:target|heading)-\d)')


def embedded(report: Report) -> str:
    """An element with its style, which holds for nothing else; its names are those of no other report."""
    page = render(report)
    style, body = STYLE.search(page), BODY.search(page)
    assert style is not None and body is not None
    own = rf"\g<1>r{sha256(body[1].encode()).hexdigest()[:8]}-"
    return f'{style[0]}\n<div class="gru-doctor">\n{NAME.sub(own, body[1])}</div>\n'
