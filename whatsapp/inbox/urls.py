from django.urls import path
from django.views.generic import RedirectView

from . import accounts, picker, views

app_name = "inbox"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="inbox:list"), name="home"),
    path("whatsapp/chat", views.show_list, name="list"),
    path("whatsapp/chat/<int:conversation_id>", views.show_chat, name="chat"),
    path("whatsapp/chat/<int:conversation_id>/send", views.send, name="send"),
    path("whatsapp/chat/<int:conversation_id>/again/<int:message_id>", views.again, name="again"),
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
    path("accounts/language", accounts.choose_language, name="choose_language"),
]
