"""Domains in two alphabets: the law of punycode (RFC 3492) as a function of the database."""

from __future__ import annotations

from django.db import migrations

# One label without its xn--; NULL in, and whatever is no punycode, come back as they were.
LABEL = r"""
CREATE FUNCTION scrutiny_unlabelled(label text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    coded text := substr(label, 5);
    cut int := length(coded) - strpos(reverse(coded), '-') + 1;
    letters text[] := '{}';
    n int := 128; i int := 0; bias int := 72;
    old int; w int; k int; t int; digit int; delta int; many int; symbol text; place int := 1;
BEGIN
    IF strpos(coded, '-') > 0 THEN
        letters := regexp_split_to_array(nullif(left(coded, cut - 1), ''), '');
        letters := coalesce(letters, '{}');
        place := cut + 1;
    END IF;
    WHILE place <= length(coded) LOOP
        old := i; w := 1; k := 36;
        LOOP
            symbol := substr(coded, place, 1);
            digit := strpos('abcdefghijklmnopqrstuvwxyz0123456789', symbol) - 1;
            IF symbol = '' OR digit < 0 THEN RETURN label; END IF;
            place := place + 1;
            i := i + digit * w;
            t := CASE WHEN k <= bias THEN 1 WHEN k >= bias + 26 THEN 26 ELSE k - bias END;
            EXIT WHEN digit < t;
            w := w * (36 - t);
            k := k + 36;
        END LOOP;
        many := cardinality(letters) + 1;
        delta := CASE WHEN old = 0 THEN i / 700 ELSE (i - old) / 2 END;
        delta := delta + delta / many;
        k := 0;
        WHILE delta > 455 LOOP delta := delta / 35; k := k + 36; END LOOP;
        bias := k + 36 * delta / (delta + 38);
        n := n + i / many;
        i := i % many;
        IF n > 1114111 OR n BETWEEN 55296 AND 57343 THEN RETURN label; END IF;
        letters := letters[1:i] || chr(n) || letters[i + 1:];
        i := i + 1;
    END LOOP;
    RETURN array_to_string(letters, '');
EXCEPTION WHEN numeric_value_out_of_range THEN RETURN label;
END $$
"""

# A host with every label of it in the letters that people read.
HOST = r"""
CREATE FUNCTION scrutiny_host(host text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN strpos(host, 'xn--') = 0 THEN host ELSE (
        SELECT string_agg(
            CASE WHEN label LIKE 'xn--%' THEN lower(scrutiny_unlabelled(label)) ELSE label END,
            '.' ORDER BY place
        ) FROM regexp_split_to_table(host, '[.]') WITH ORDINALITY AS parts(label, place)
    ) END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0003_minimums_and_payer_rules")]

    operations = [
        migrations.RunSQL(LABEL, "DROP FUNCTION scrutiny_unlabelled(text)"),
        migrations.RunSQL(HOST, "DROP FUNCTION scrutiny_host(text)"),
    ]
