"""The form in which a manager writes a template: parts and buttons, as a `Draft` of Meta's."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from whatsapp.cloud_api.limits import (
    MAX_TEMPLATE_BODY,
    MAX_TEMPLATE_BUTTON_TEXT,
    MAX_TEMPLATE_BUTTONS,
    MAX_TEMPLATE_FOOTER,
    MAX_TEMPLATE_HEADER,
    MAX_TEMPLATE_NAME,
    MAX_TEMPLATE_URL,
)
from whatsapp.message_templates.draft import Draft, DraftButton
from whatsapp.message_templates.rules import CATEGORIES
from whatsapp.message_templates.wording import CATEGORIES as CATEGORY_WORDS
from whatsapp.message_templates.wording import LANGUAGES

SAMPLES = {
    "IMAGE": ("image/jpeg", "image/png"),
    "VIDEO": ("video/mp4",),
    "DOCUMENT": ("application/pdf",),
}
MAX_SAMPLE = 16 * 1024 * 1024

FACTS = ("name", "language", "category", "header_format", "header_text", "header_example", "body", "footer")
"""Fields that the form and a draft call by the same name."""

HEADERS = (
    ("", _("None")),
    ("TEXT", _("Words")),
    ("IMAGE", _("Photo (JPEG or PNG)")),
    ("VIDEO", _("Video (MP4)")),
    ("DOCUMENT", _("Document (PDF)")),
    ("LOCATION", _("Location, chosen when it is sent")),
)
BUTTONS = (
    ("", "–"),
    ("QUICK_REPLY", _("Quick reply")),
    ("URL", _("Opens a link")),
    ("PHONE_NUMBER", _("Calls a number")),
    ("COPY_CODE", _("Copies a code")),
)


class TemplateForm(forms.Form):
    """Its rules are Meta's (`message_templates.rules`): here only what a browser can send is taken apart."""

    name = forms.CharField(
        label=_("name"),
        max_length=MAX_TEMPLATE_NAME,
        help_text=_("Small Latin letters, digits and _ only, for example order_shipped."),
    )
    language = forms.ChoiceField(label=_("language"), choices=list(LANGUAGES.items()), initial="ar")
    category = forms.ChoiceField(
        label=_("category"),
        choices=[(word, CATEGORY_WORDS[word]) for word in CATEGORIES],
        initial="UTILITY",
        help_text=_("Utility: about something that the customer ordered or asked for. Meta checks it."),
    )
    header_format = forms.ChoiceField(label=_("heading"), choices=HEADERS, required=False)
    header_text = forms.CharField(
        label=_("words of the heading"), max_length=MAX_TEMPLATE_HEADER, required=False
    )
    header_example = forms.CharField(label=_("example for its variable"), required=False)
    header_file = forms.FileField(label=_("sample file"), required=False)
    body = forms.CharField(
        label=_("text"),
        max_length=MAX_TEMPLATE_BODY,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Variables are written {{1}}, {{2}} … or {{first_name}}, with words around each."),
    )
    examples = forms.CharField(
        label=_("examples for its variables"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One a line, in the order in which the variables stand in the text."),
    )
    footer = forms.CharField(label=_("last line"), max_length=MAX_TEMPLATE_FOOTER, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("header_text", "header_example", "footer"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["name"].widget.attrs["dir"] = "ltr"

    def clean_header_file(self) -> Any:
        file, format = self.cleaned_data.get("header_file"), self.cleaned_data.get("header_format", "")
        if file is None or format not in SAMPLES:
            return None
        if file.content_type not in SAMPLES[format] or file.size > MAX_SAMPLE:
            raise forms.ValidationError(_("This file is of another kind, or larger than 16 MB."))
        return file


class ButtonForm(forms.Form):
    type = forms.ChoiceField(label=_("what it does"), choices=BUTTONS, required=False)
    text = forms.CharField(
        label=_("words on it"),
        max_length=MAX_TEMPLATE_BUTTON_TEXT,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    value = forms.CharField(
        label=_("link, number or code"),
        max_length=MAX_TEMPLATE_URL,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    example = forms.CharField(
        label=_("example of the whole link"),
        max_length=MAX_TEMPLATE_URL,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


ButtonForms = forms.formset_factory(
    ButtonForm, extra=MAX_TEMPLATE_BUTTONS, max_num=MAX_TEMPLATE_BUTTONS, validate_max=True
)


def draft_in(posted: QueryDict, handle: str = "") -> Draft:
    """Whatever was typed so far: nothing is checked, so that it can be shown while somebody writes."""

    def given(key: str) -> str:
        return posted.get(key, "").replace("\r\n", "\n").replace("\0", "").strip()

    buttons = [
        DraftButton(*(given(f"buttons-{n}-{part}") for part in ("type", "text", "value", "example")))
        for n in range(MAX_TEMPLATE_BUTTONS)
    ]
    typed: dict[str, Any] = {fact: given(fact) for fact in FACTS}
    if typed["header_format"] != "TEXT":
        typed["header_text"] = typed["header_example"] = ""
    return replace(
        Draft(**typed),
        header_handle=handle,
        examples=[line.strip() for line in given("examples").splitlines()],
        buttons=[button for button in buttons if button.type],
    )


def initial_of(draft: Draft) -> dict[str, Any]:
    return {fact: getattr(draft, fact) for fact in FACTS} | {"examples": "\n".join(draft.examples)}
