from django.urls import path
from django.views.generic import RedirectView

from . import (
    accounts,
    blocking,
    extras,
    files,
    later,
    picker,
    preferences,
    receipts,
    replies,
    sounds,
    undo,
    views,
)

app_name = "inbox"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="inbox:list"), name="home"),
    path("whatsapp/chat", views.show_list, name="list"),
    path("whatsapp/chat/<int:conversation_id>", views.show_chat, name="chat"),
    path("whatsapp/chat/<int:conversation_id>/send", views.send, name="send"),
    path("whatsapp/chat/<int:conversation_id>/again/<int:message_id>", views.again, name="again"),
    path("whatsapp/chat/<int:conversation_id>/replies", replies.offer, name="offer_replies"),
    path("whatsapp/replies", replies.keep, name="replies"),
    path("whatsapp/replies/<int:reply_id>", replies.keep, name="change_reply"),
    path("whatsapp/replies/<int:reply_id>/used", replies.used, name="reply_used"),
    path("whatsapp/replies/<int:reply_id>/delete", replies.delete, name="delete_reply"),
    path("whatsapp/chat/<int:conversation_id>/seen", receipts.seen, name="seen"),
    path("whatsapp/chat/<int:conversation_id>/typing", receipts.typing, name="typing"),
    path("whatsapp/chat/<int:conversation_id>/block", blocking.block, name="block"),
    path("whatsapp/chat/<int:conversation_id>/unblock", blocking.unblock, name="unblock"),
    path("whatsapp/chat/<int:conversation_id>/undo", undo.undo_by_client_id, name="undo_by_client_id"),
    path("whatsapp/chat/<int:conversation_id>/undo/<int:message_id>", undo.undo, name="undo"),
    path("whatsapp/chat/<int:conversation_id>/later", later.schedule, name="schedule"),
    path("whatsapp/chat/<int:conversation_id>/later/<int:pk>", later.change, name="change_scheduled"),
    path("whatsapp/chat/<int:conversation_id>/later/<int:pk>/cancel", later.cancel, name="cancel_scheduled"),
    path("whatsapp/chat/<int:conversation_id>/later/<int:pk>/now", later.send_now, name="send_scheduled"),
    path("whatsapp/chat/<int:conversation_id>/send/<slug:kind>", extras.extra, name="extra"),
    path("whatsapp/chat/<int:conversation_id>/react/<int:message_id>", extras.put_reaction, name="react"),
    path("whatsapp/chat/<int:conversation_id>/played/<int:message_id>", sounds.played, name="played"),
    path("whatsapp/chat/<int:conversation_id>/fetch/<int:message_id>", files.ask_again, name="fetch_again"),
    path("whatsapp/chat/<int:conversation_id>/templates", picker.choose_template, name="templates"),
    path(
        "whatsapp/chat/<int:conversation_id>/templates/<int:template_id>",
        picker.fill_template,
        name="template",
    ),
    path(
        "whatsapp/chat/<int:conversation_id>/templates/<int:template_id>/preview",
        picker.preview_template,
        name="template_preview",
    ),
    path("whatsapp/notices", views.show_banner, name="banner"),
    path("accounts/login/", accounts.SignIn.as_view(), name="sign_in"),
    path("accounts/logout/", accounts.SignOut.as_view(), name="sign_out"),
    path("accounts/undo", preferences.choose_time_to_undo, name="choose_time_to_undo"),
    path("accounts/language", accounts.choose_language, name="choose_language"),
]
