"""What can be done with a conversation beside answering it: its status, whose it is, its labels."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.errors import HttpError

from whatsapp.access import colleagues, conversations_for
from whatsapp.conversations import assigning
from whatsapp.conversations.labelling import set_labels
from whatsapp.conversations.status import set_status
from whatsapp.models import Conversation, Label

from .shapes import REFUSED, AssignIn, ConversationOut, LabelOut, LabelsIn, StatusIn
from .sign_in import require_inbox

router = Router()


@router.post("conversations/{conversation_id}/status", response={200: ConversationOut, **REFUSED})
def status(request: HttpRequest, conversation_id: int, asked: StatusIn) -> Conversation:
    chosen = _chosen(request, conversation_id)
    set_status(chosen, asked.status, by=require_inbox(request))
    return chosen.get()


@router.post("conversations/{conversation_id}/assign", response={200: ConversationOut, **REFUSED})
def assign(request: HttpRequest, conversation_id: int, asked: AssignIn) -> Conversation:
    """422 for somebody who does not use the inbox."""
    chosen = _chosen(request, conversation_id)
    to = colleagues().filter(pk=asked.user).first() if asked.user else None
    if asked.user and to is None:
        raise HttpError(422, "user: nobody who uses the inbox has this id")
    assigning.assign(chosen, to, by=require_inbox(request))
    return chosen.get()


@router.post("conversations/{conversation_id}/labels", response={200: ConversationOut, **REFUSED})
def put_labels(request: HttpRequest, conversation_id: int, asked: LabelsIn) -> Conversation:
    """422 for one that is not there: then nothing is changed."""
    chosen = _chosen(request, conversation_id)
    wanted = list(Label.objects.filter(pk__in=asked.labels))
    if len(wanted) < len(set(asked.labels)):
        raise HttpError(422, "labels: there is none with one of these ids")
    set_labels(chosen.get(), wanted, by=require_inbox(request))
    return chosen.get()


@router.get("labels", response={200: list[LabelOut], **REFUSED})
def labels(request: HttpRequest) -> QuerySet[Label]:
    """All that there are, in the team's order."""
    require_inbox(request)
    return Label.objects.all()


def _chosen(request: HttpRequest, conversation_id: int) -> QuerySet[Conversation]:
    """The one. Raises Http404."""
    require_inbox(request)
    chosen = conversations_for(request.user).filter(pk=conversation_id)
    get_object_or_404(chosen)
    return chosen
