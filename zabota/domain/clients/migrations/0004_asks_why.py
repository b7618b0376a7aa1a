from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_by_name_part")]

    operations = [
        migrations.AddField(
            model_name="workingstatus",
            name="asks_why",
            field=models.BooleanField(default=False),
        ),
        # Statuses written down before ask as the starting ones do.
        migrations.RunSQL(
            "UPDATE clients_workingstatus SET asks_why = true WHERE key IN ('at_risk', 'left')",
            migrations.RunSQL.noop,
        ),
    ]
