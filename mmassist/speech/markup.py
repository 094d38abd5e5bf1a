"""Plain text out of marked-up text: Markdown and HTML as models write them, without eating what only looks like markup."""

from __future__ import annotations

import html
import re

_TAGS = (
    "a|abbr|b|big|blockquote|body|br|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|html|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|"
    "span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var"
)
_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|h[1-6]|hr|table|blockquote)(?:\s[^<>\n]{0,300})?\s?/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,300}})?\s?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(([^()\s]{0,500})(?:\s\"[^\"\n]{0,200}\")?\)")
_CODE = re.compile(r"(`{1,3})([^`\n]{1,300})\1")
# A marker opens before a word and closes behind one; between spaces ("2 * 3") or inside a word ("a_b") it is content.
_STRONG = re.compile(r"(?<![\w*])(\*{2,3})(?=[^\s*])|(?<=[^\s*])(\*{2,3})(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])([^_\n]{0,200}\s[^_\n]{0,200})(?<=[^\s_])\1(?![\w_])")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,300})(?<=\S)~~")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|~>-])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)(?:\s#+)?\s*$")
_BULLET = re.compile(r"^\s*[-*+•]\s+(?:\[[ xX]\]\s+)?(?=\S)")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+(?=[^\s\d=])")
_RULE = re.compile(
    r"^\s*(?:(?:-\s?){3,}|(?:\*\s?){3,}|(?:_\s?){3,}|={3,}|```\s?[\w+-]{0,20}|~~~\s?[\w+-]{0,20}|\|?(?:\s?:?-{3,}:?\s?\|)+(?:\s?:?-{3,}:?)?)\s*$"
)
_TABLE_ROW = re.compile(r"^\s*\|(.+)\|\s*$")


def plain(text: str) -> str:
    """`text` with its markup taken off and white space made single. Linear in the length of the text."""
    lines = (_line(line) for line in _BLOCK_TAG.sub("\n", text).splitlines())
    return " ".join(" ".join(lines).split())


def _line(line: str) -> str:
    if _RULE.match(line):
        return ""
    if row := _TABLE_ROW.match(line):
        line = ", ".join(cell.strip() for cell in row.group(1).split("|") if cell.strip())
    elif heading := _HEADING.match(line):
        line = heading.group(1)
    else:
        line = _BULLET.sub("", _QUOTE.sub("", line))
    return _inline(line)


def _inline(line: str) -> str:
    line = _AUTOLINK.sub(r"\1", line)
    line = _LINK.sub(lambda link: link.group(1) or link.group(2), line)
    line = _TAG.sub("", line)
    # What stands in code is content, whatever it looks like.
    parts: list[str] = []
    end = 0
    for code in _CODE.finditer(line):
        parts += [_emphasis(line[end : code.start()]), code.group(2)]
        end = code.end()
    return html_text("".join([*parts, _emphasis(line[end:])]))


def _emphasis(text: str) -> str:
    text = _STRONG.sub("", text)
    text = _EMPHASIS.sub(r"\1", text)
    text = _UNDERSCORES.sub(r"\2", text)
    text = _STRUCK.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)


def html_text(text: str) -> str:
    """Character references as the characters they stand for."""
    return _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
