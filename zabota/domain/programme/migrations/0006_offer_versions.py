"""Offers are drafted and published; a published offer and an acceptance never change."""

from django.db import migrations, models

SEAL = """
UPDATE programme_offer SET needed_from = published_at
WHERE number = (SELECT min(number) FROM programme_offer);

CREATE FUNCTION programme_offer_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'offer % is published and final', OLD.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programme_offer_is_final BEFORE UPDATE OR DELETE ON programme_offer
    FOR EACH ROW EXECUTE FUNCTION programme_offer_is_final();

CREATE FUNCTION programme_acceptance_is_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'acceptance % is evidence and final', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER programme_acceptance_is_evidence BEFORE UPDATE OR DELETE ON programme_acceptance
    FOR EACH ROW EXECUTE FUNCTION programme_acceptance_is_evidence();
"""

UNSEAL = """
DROP TRIGGER programme_acceptance_is_evidence ON programme_acceptance;
DROP FUNCTION programme_acceptance_is_evidence();
DROP TRIGGER programme_offer_is_final ON programme_offer;
DROP FUNCTION programme_offer_is_final();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0005_lead_rule'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='changes',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='needed_from',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='published_by',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name='offer',
            name='number',
            field=models.PositiveIntegerField(blank=True, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='offer',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='specialterms',
            name='audience',
            field=models.CharField(choices=[('everyone', 'all partners'), ('partner', 'one partner'), ('joined', 'partners who join in'), ('active', 'the most active partners'), ('region', 'partners of a region'), ('tag', 'partners with a tag'), ('level', 'partners of a level')], default='everyone', max_length=10),
        ),
        migrations.RunSQL(SEAL, UNSEAL),
    ]
