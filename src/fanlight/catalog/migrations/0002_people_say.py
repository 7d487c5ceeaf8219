"""Services get the lines in which people ask for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add `people_say`."""

    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="servicerow",
            name="people_say",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
