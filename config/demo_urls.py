from django.urls import path

from config.urls import urlpatterns as inbox
from whatsapp.demo.gallery.pages import show_bubbles

urlpatterns = [path("demo/bubbles", show_bubbles, name="demo_bubbles"), *inbox]
