"""What was said and noted, found by its words: in all chats, beside the list, and in the one that is open."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from whatsapp.access import conversations_for, inbox_view
from whatsapp.conversations.listing import filtered
from whatsapp.http import InboxRequest
from whatsapp.models import Message, Note
from whatsapp.search.content import said
from whatsapp.search.finding import LAST, MOST_IN_A_CHAT, find_in_conversation, find_messages
from whatsapp.search.keeping import is_complete
from whatsapp.search.snippets import Piece, snippet, words_hit
from whatsapp.search.tokens import Asked, asked

from .excerpt import named
from .forms import ListForm

LONGEST_QUESTION = 100


@dataclass(frozen=True)
class Hit:
    message: Message | Note
    pieces: list[Piece]

    @property
    def is_note(self) -> bool:
        return isinstance(self.message, Note)

    @property
    def named(self) -> str:
        return named(type(self.message), self.message.pk)


@dataclass
class Found:
    """Messages beside the list of chats: those of the chats that the filters leave, newest first."""

    user: User
    form: ListForm
    before: int = LAST

    @cached_property
    def hits(self) -> list[Hit]:
        return [Hit(message, snippet(said(message), self._asked)) for message in self._page.rows]

    @property
    def next(self) -> int | None:
        return self._page.next

    @property
    def is_complete(self) -> bool:
        """False while the index is being written for what was there before it."""
        return is_complete()

    @cached_property
    def _asked(self) -> Asked:
        return asked(self.form.wanted.search)

    @cached_property
    def _page(self) -> Any:
        within = filtered(conversations_for(self.user), self.form.wanted, self.user.pk)
        return find_messages(self._asked, within, before=self.before)


@inbox_view
@never_cache
@require_GET
def show_more(request: InboxRequest) -> HttpResponse:
    """The hits below those that are shown."""
    before = request.GET.get("before", "")
    if not (before.isascii() and before.isdigit() and len(before) < 20):
        return HttpResponse(status=400)
    found = Found(request.user, ListForm(request.GET), min(int(before), LAST))
    return render(request, "inbox/_hits.html", {"found": found, "list": found})


@inbox_view
@never_cache
@require_GET
def find_in_chat(request: InboxRequest, conversation_id: int) -> JsonResponse:
    """`{"hits": [{"id", "words"}], "more"}`, newest first; `words` as they stand there, for marking them."""
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    question = asked(request.GET.get("words", "")[:LONGEST_QUESTION])
    found = find_in_conversation(question, conversation)
    hits = [{"id": named(each.model, each.pk), "words": words_hit(each.text, question)} for each in found]
    return JsonResponse({"hits": hits, "more": len(hits) == MOST_IN_A_CHAT})
