from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_segments_are_views"),
    ]

    operations = [migrations.DeleteModel(name="Segment")]
