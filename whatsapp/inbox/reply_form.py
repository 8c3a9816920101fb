"""The form of a ready reply: one's own here, the team's in the back office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whatsapp.models import ReplyTemplate
from whatsapp.outbound.reply_files import check_caption, drop_file, put_file
from whatsapp.replies.fill import check_variables


class ReplyForm(forms.ModelForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("A photo, a video, a PDF …; a sound goes as a voice message, without a text."),
    )
    without_file = forms.BooleanField(label=gettext_lazy("Leave the file out"), required=False)

    class Meta:
        model = ReplyTemplate
        fields = ("name", "category", "content")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.stored is None:
            del self.fields["without_file"]

    def clean_content(self) -> str:
        check_variables(self.cleaned_data["content"])
        return self.cleaned_data["content"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file:
            put_file(self.instance, file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("without_file") and not cleaned.get("file"):
            drop_file(self.instance)
        content = cleaned.get("content")
        if content is None or self.errors:
            return cleaned
        if not content and self.instance.stored is None:
            self.add_error("content", _("Write a text, or choose a file."))
            return cleaned
        try:
            self.instance.content = content
            check_caption(self.instance)
        except ValidationError as refusal:
            self.add_error("content", refusal)
        return cleaned
