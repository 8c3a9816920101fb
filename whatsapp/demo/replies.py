"""The demo team's ready replies: some are words, some a picture or a PDF."""

from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from whatsapp.models import ReplyTemplate
from whatsapp.outbound.reply_files import put_file

from .files import drawn
from .story import READY_REPLIES, REPLIES_WITH_FILES


def seed_replies() -> int:
    """Returns how many were new."""
    there = set(ReplyTemplate.objects.filter(owner=None).values_list("name", flat=True))
    author = User.objects.filter(username="manager").first()
    made = 0
    for name, category, content, *files in (*READY_REPLIES, *REPLIES_WITH_FILES):
        if name in there:
            continue
        reply = ReplyTemplate(name=name, category=category, content=content, created_by=author)
        for key in files:
            sample = drawn(key)
            put_file(reply, ContentFile(sample.data, name=sample.sample.name or f"{name}.jpg"))
        reply.save()
        made += 1
    return made
