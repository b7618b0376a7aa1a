"""What a killed worker left is taken up again."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.make.money import NOON
from zabota.kit.queue import defer, take_up_cut_off

pytestmark = pytest.mark.django_db


def ask(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else []


def test_a_job_of_a_killed_worker_is_done_again_and_one_at_work_is_left_alone() -> None:
    ask(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now() - interval '1 hour')"
    )
    for event in (1, 2, 3, 4):
        defer("mail.tell", event_id=event)
    ask("""UPDATE procrastinate_jobs SET status = 'doing', worker_id = (
        SELECT id FROM procrastinate_workers WHERE last_heartbeat = now())
        WHERE args->>'event_id' = '1'""")
    ask("""UPDATE procrastinate_jobs SET status = 'doing', worker_id = (
        SELECT id FROM procrastinate_workers WHERE last_heartbeat < now())
        WHERE args->>'event_id' = '2'""")
    ask("UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'event_id' = '3'")
    ask("""UPDATE procrastinate_jobs SET status = 'doing', attempts = 5
        WHERE args->>'event_id' = '4'""")
    assert take_up_cut_off(at=NOON) == 2
    left = ask("SELECT args->>'event_id', status::text FROM procrastinate_jobs ORDER BY 1")
    assert left == [("1", "doing"), ("2", "todo"), ("3", "todo"), ("4", "doing")]
    assert take_up_cut_off(at=NOON) == 0
