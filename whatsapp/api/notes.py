"""Notes of the team about a chat.

At an address of their own: a program that shows a customer their messages can't show these by mistake.
"""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from whatsapp.access import conversations_for
from whatsapp.conversations.listing import Page, list_notes
from whatsapp.conversations.notes import write_note
from whatsapp.models import Conversation, Note

from .shapes import REFUSED, NoteIn, NoteOut, NotesPage
from .sign_in import require_inbox

router = Router()


@router.get("notes/{conversation_id}", response={200: NotesPage, **REFUSED})
def notes(request: HttpRequest, conversation_id: int, cursor: str = "") -> Page[Note]:
    """Newest first."""
    return list_notes(_conversation(request, conversation_id), cursor=cursor)


@router.post("notes/{conversation_id}", response={201: NoteOut, 200: NoteOut, **REFUSED})
def note(request: HttpRequest, conversation_id: int, asked: NoteIn) -> Status[Note]:
    """201 with the note; the same `client_id` again gives 200 with the same one."""
    conversation = _conversation(request, conversation_id)
    written, new = write_note(conversation, asked.text, by=require_inbox(request), client_id=asked.client_id)
    return Status(201 if new else 200, written)


def _conversation(request: HttpRequest, conversation_id: int) -> Conversation:
    require_inbox(request)
    return get_object_or_404(conversations_for(request.user), pk=conversation_id)
