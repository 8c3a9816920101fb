import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("whatsapp", "0019_digits")]

    operations = [
        migrations.AddField(
            model_name="messagefile",
            name="original",
            field=models.ForeignKey(
                blank=True,
                help_text="Where WhatsApp takes no such file, and another was made of it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_into",
                to="whatsapp.storedfile",
                verbose_name="file as it was given",
            ),
        ),
    ]
