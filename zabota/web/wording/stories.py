"""Stories as both sides write and read them: the form, the page's text, what a wording changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.stories.models import Story, StoryKind, Wording
from zabota.domain.stories.operations.writing import WORDS
from zabota.ui.meanwhile import MeanwhileForm
from zabota.web.wording.offer_changes import Stretch, compare_texts


class StoryForm(MeanwhileForm):
    """The words of a story, and the picture above it."""

    kind = forms.ChoiceField(label=_("What it is"), choices=StoryKind.choices)
    title = forms.CharField(
        label=_("Headline"), max_length=120, help_text=_("What changed for the client, in a line")
    )
    client = forms.CharField(
        label=_("Client"),
        max_length=120,
        required=False,
        help_text=_("Only with his consent; “a chain of flower shops” will do too"),
    )
    summary = forms.CharField(
        label=_("In a sentence or two"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    figure = forms.CharField(
        label=_("The result in a figure"),
        max_length=16,
        required=False,
        help_text=_("Such as “× 2” or “15 min”"),
    )
    figure_says = forms.CharField(label=_("What the figure counts"), max_length=80, required=False)
    text = forms.CharField(
        label=_("The story"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "What it was like, what you did, what came of it. Markdown: “## ” begins a heading, "
            "“- ” an item of a list, “> ” somebody's words."
        ),
    )
    picture = forms.FileField(
        label=_("Picture above the story"), required=False, help_text=_("PNG, JPEG or WebP")
    )
    no_picture = forms.BooleanField(label=_("Without a picture"), required=False)

    def clean(self) -> dict[str, Any]:
        """A figure and what it counts come together."""
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("figure")) != bool(said.get("figure_says")):
            lacking = "figure_says" if said.get("figure") else "figure"
            self.add_error(lacking, _("Give the figure and what it counts, or neither."))
        return said

    def words(self) -> dict[str, str]:
        """The words alone, line ends as everywhere."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in WORDS}


def story_as_typed(story: Story, words: Wording) -> dict[str, Any]:
    """What the form begins with."""
    return {"kind": story.kind, **{name: getattr(words, name) for name in WORDS}}


def changes(before: Wording | None, after: Wording) -> list[Stretch]:
    """What the one side changed in the words of the other; nothing without a former wording."""
    return compare_texts(_as_markdown(before), _as_markdown(after)) if before else []


def is_other_picture(before: Wording | None, after: Wording) -> bool:
    """Whether only the picture is another than the one that was approved with the same words."""
    if before is None or before == after:
        return False
    return all(getattr(before, name) == getattr(after, name) for name in WORDS)


def _as_markdown(words: Wording) -> str:
    figure = f"{words.figure} {words.figure_says}".strip()
    above = filter(None, (words.client, words.summary, figure))
    return "\n\n".join((f"# {words.title}", *above, words.text))
