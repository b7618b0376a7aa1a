"""What a paper says is never edited, and no paper is thrown away: a correction is a new paper."""

from typing import ClassVar

from django.db import migrations

SEAL = """
CREATE FUNCTION papers_paper_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a paper is final: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER papers_paper_is_final
    BEFORE UPDATE OF kind, number, "on", partner_id, payout_id, since, until, currency,
        earned_minor, taken_minor, amount_minor, content, pdf, sha256, made_at, made_by,
        replaces_id, reason ON papers_paper
    FOR EACH STATEMENT EXECUTE FUNCTION papers_paper_is_final();
CREATE TRIGGER papers_paper_stays BEFORE DELETE ON papers_paper
    FOR EACH STATEMENT EXECUTE FUNCTION papers_paper_is_final();
"""

UNSEAL = """
DROP TRIGGER papers_paper_stays ON papers_paper;
DROP TRIGGER papers_paper_is_final ON papers_paper;
DROP FUNCTION papers_paper_is_final();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("papers", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(SEAL, UNSEAL)]
