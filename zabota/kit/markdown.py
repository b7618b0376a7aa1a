"""Texts that people write: Markdown in, harmless HTML out, or plain values for a paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from textwrap import indent
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img",
    "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]'…]")


def _link_addresses(state: StateCore) -> None:
    """An address that stands in the words by itself can be followed, too."""
    for block in state.tokens:
        depth = 0
        made: list[Token] = []
        for token in block.children or ():
            depth += token.nesting if token.type.startswith("link_") else 0
            made += [token] if depth or token.type != "text" else _linked(token)
        block.children = made if block.children is not None else None


def _linked(token: Token) -> Iterator[Token]:
    done = 0
    for found in _ADDRESS.finditer(token.content):
        yield Token("text", "", 0, content=token.content[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": found.group()})
        yield Token("text", "", 0, content=found.group())
        yield Token("link_close", "a", -1)
        done = found.end()
    yield Token("text", "", 0, content=token.content[done:])


def _new_parser() -> MarkdownIt:
    plain = MarkdownIt("commonmark", {"html": False, "typographer": False})
    return plain.enable(["table", "strikethrough"])


_parser = _new_parser()  # of papers: they cannot be clicked, their addresses stay words
_pages = _new_parser()
_pages.core.ruler.push("link_addresses", _link_addresses)


def to_html(text: str) -> str:
    """Plain formatting, links and pictures; a heading of the first level becomes one of the second."""
    made = _pages.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


Value = dict[str, Any]
STYLES = {"strong": "strong", "em": "emph", "s": "struck", "link": "link"}


def to_blocks(text: str) -> list[Value]:
    """The same text as JSON-like blocks, for a template of `kit.typesetting` (`markdown.typ`).

    A block has a `kind`: heading, paragraph, list, quote, table, code, rule. Words come as runs:
    a text and the styles it wears. Pictures become their descriptions.
    """
    return list(_blocks(SyntaxTreeNode(_parser.parse(text))))


def to_plain(text: str) -> str:
    """The words of the paragraphs alone, in one line: for a card, a description, a search engine."""
    paragraphs = [block["runs"] for block in to_blocks(text) if block["kind"] == "paragraph"]
    return " ".join("".join(run["text"] for run in runs).strip() for runs in paragraphs)


def to_letter(text: str) -> str:
    """The same text for a letter without formatting: no signs of Markdown, the address of a link behind its words."""
    return "\n\n".join(_said(block) for block in to_blocks(text))


def _said(block: Value) -> str:
    match block["kind"]:
        case "list":
            marks = itertools.count(block["first"]) if block["first"] is not None else None
            items = ["\n".join(map(_said, item)) for item in block["items"]]
            marked = [(f"{next(marks)}. " if marks else "- ", item) for item in items]
            return "\n".join(
                indent(item, " " * len(m)).replace(" " * len(m), m, 1) for m, item in marked
            )
        case "quote":
            return indent("\n\n".join(map(_said, block["blocks"])), "> ", lambda line: True)
        case "table":
            return "\n".join(" | ".join(map(_words, row)) for row in block["rows"])
        case "code":
            return str(block["text"]).rstrip("\n")
        case "rule":
            return "---"
        case _:
            return _words(block["runs"])


def _words(runs: list[Value]) -> str:
    """Runs as words; a link of several runs has its address once, behind the last of them."""
    said = []
    for address, linked in itertools.groupby(runs, key=lambda run: run.get("link", "")):
        words = "".join("\n" if "break" in run else run["text"] for run in linked)
        said.append(f"{words} ({address})" if address not in ("", words) else words)
    return "".join(said)


def _blocks(parent: SyntaxTreeNode) -> Iterator[Value]:
    for node in parent.children:
        if node.type == "heading":
            yield {"kind": "heading", "level": int(node.tag[1:]), "runs": _inside(node)}
        elif node.type == "paragraph":
            yield {"kind": "paragraph", "runs": _inside(node)}
        elif node.type in ("bullet_list", "ordered_list"):
            yield {
                "kind": "list",
                "first": int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None,
                "items": [list(_blocks(item)) for item in node.children],
            }
        elif node.type == "blockquote":
            yield {"kind": "quote", "blocks": list(_blocks(node))}
        elif node.type == "table":
            rows = [row for part in node.children for row in part.children]
            yield {"kind": "table", "rows": [[_inside(cell) for cell in r.children] for r in rows]}
        elif node.type in ("fence", "code_block"):
            yield {"kind": "code", "text": node.content}
        elif node.type == "hr":
            yield {"kind": "rule"}


def _inside(node: SyntaxTreeNode) -> list[Value]:
    return [run for inline in node.children for run in _runs(inline, {})]


def _runs(parent: SyntaxTreeNode, worn: Value) -> Iterator[Value]:
    for node in parent.children:
        if node.type in STYLES:
            style: Value = {STYLES[node.type]: node.attrs.get("href", True)}
            yield from _runs(node, worn | style)
        elif node.type in ("softbreak", "hardbreak"):
            yield {"text": " ", "break": node.type == "hardbreak"}
        elif node.type == "image":
            yield worn | {"text": node.content}
        elif node.type == "code_inline":
            yield worn | {"text": node.content, "code": True}
        elif node.content:
            yield worn | {"text": node.content}
