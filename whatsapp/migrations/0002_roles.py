"""The three roles, as groups: what is in them can be changed in the back office afterwards."""

from django.db import migrations

INBOX = ["use_inbox"]
BACK_OFFICE = [
    "open_back_office",
    *(f"{verb}_replytemplate" for verb in ("add", "change", "delete", "view")),
    *(f"{verb}_user" for verb in ("add", "change", "view")),
    *(f"view_{noun}" for noun in ("businessnumber", "contact", "conversation", "message", "webhookevent", "auditentry")),
]
ADMIN_ONLY = [
    *(f"{verb}_businessnumber" for verb in ("add", "change")),
    *(f"{verb}_apitoken" for verb in ("delete", "view")),
    "delete_user",
    *(f"{verb}_group" for verb in ("add", "change", "delete", "view")),
]
ROLES = {"agent": INBOX, "manager": INBOX + BACK_OFFICE, "admin": INBOX + BACK_OFFICE + ADMIN_ONLY}
OURS = {"use_inbox": "Can read and answer customers in the inbox", "open_back_office": "Can open the back office"}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for role, codenames in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set([_permission(apps, codename) for codename in codenames])


def _permission(apps, codename):
    """Django makes these rows only after all migrations; a new database needs them here already."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    model = "conversation" if codename in OURS else codename.rsplit("_", 1)[1]
    app = "auth" if model in ("user", "group") else "whatsapp"
    content_type, _made = ContentType.objects.get_or_create(app_label=app, model=model)
    verb, noun = codename.split("_", 1)[0], apps.get_model(app, model)._meta.verbose_name_raw
    name = OURS.get(codename) or f"Can {verb} {noun}"
    permission, _made = Permission.objects.get_or_create(
        codename=codename, content_type=content_type, defaults={"name": name}
    )
    return permission


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("whatsapp", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
