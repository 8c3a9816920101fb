"""The form in which a manager writes a template: its facts, its texts, its buttons. Cards: `template_cards`."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from whatsapp.cloud_api.limits import (
    MAX_OFFER,
    MAX_TEMPLATE_BODY,
    MAX_TEMPLATE_BUTTON_TEXT,
    MAX_TEMPLATE_BUTTONS,
    MAX_TEMPLATE_FOOTER,
    MAX_TEMPLATE_HEADER,
    MAX_TEMPLATE_NAME,
    MAX_TEMPLATE_URL,
)
from whatsapp.codecs.kinds import MB
from whatsapp.message_templates.rules import CATEGORIES
from whatsapp.message_templates.wording import CATEGORIES as CATEGORY_WORDS
from whatsapp.message_templates.wording import LANGUAGES

SAMPLES = {
    "IMAGE": ("image/jpeg", "image/png"),
    "VIDEO": ("video/mp4",),
    "DOCUMENT": ("application/pdf",),
}
MAX_SAMPLE = {"IMAGE": 5 * MB, "VIDEO": 16 * MB, "DOCUMENT": 16 * MB}
PLAIN, OFFER, CARDS = "", "OFFER", "CARDS"

SHAPES = (
    (PLAIN, _("Plain message")),
    (OFFER, _("Limited-time offer")),
    (CARDS, _("Carousel of cards")),
)
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


def accepted(*formats: str) -> str:
    return ",".join(mime_type for format in formats for mime_type in SAMPLES[format])


def file_field(*formats: str) -> forms.FileField:
    """The browser says at once what is too large: it would go up in vain."""
    limits = {f"data-most-{format.lower()}": MAX_SAMPLE[format] for format in formats}
    words = {"data-too-large": _("This file is larger than WhatsApp takes.")}
    widget = forms.FileInput(attrs={"accept": accepted(*formats), **limits, **words})
    return forms.FileField(label=_("sample file"), required=False, widget=widget)


def checked_sample(file: UploadedFile | None, format: str) -> UploadedFile | None:
    """None where the format has no file. Raises ValidationError."""
    if file is None or format not in SAMPLES:
        return None
    if file.content_type not in SAMPLES[format] or (file.size or 0) > MAX_SAMPLE[format]:
        words = gettext("This file is of another kind, or larger than %(limit)d MB.")
        raise forms.ValidationError(words % {"limit": MAX_SAMPLE[format] // MB})
    return file


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
    shape = forms.ChoiceField(
        label=_("what it is"), choices=SHAPES, required=False, widget=forms.RadioSelect, initial=PLAIN
    )
    header_format = forms.ChoiceField(label=_("heading"), choices=HEADERS, required=False)
    header_text = forms.CharField(
        label=_("words of the heading"), max_length=MAX_TEMPLATE_HEADER, required=False
    )
    header_example = forms.CharField(label=_("example for its variable"), required=False)
    header_file = file_field("IMAGE", "VIDEO", "DOCUMENT")
    offer_text = forms.CharField(
        label=_("the offer"),
        max_length=MAX_OFFER,
        required=False,
        help_text=_("A few words beside a clock, for example: Today only"),
    )
    offer_ends = forms.BooleanField(
        label=_("The phone counts the time down"),
        required=False,
        help_text=_("Until when it holds is said when the template is sent."),
    )
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
        for name in ("header_text", "header_example", "offer_text", "footer"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["name"].widget.attrs["dir"] = "ltr"

    def clean_header_file(self) -> UploadedFile | None:
        format = self.cleaned_data.get("header_format", "")
        return checked_sample(self.cleaned_data.get("header_file"), format)


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
