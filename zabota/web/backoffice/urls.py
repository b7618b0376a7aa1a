"""Addresses of the back office."""

from __future__ import annotations

from django.urls import path

from zabota.web.backoffice.views import (
    batches,
    desk,
    inbox,
    lines,
    moving,
    payouts,
    rewards,
    statements,
)

app_name = "office"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("books/", desk.books, name="books"),
    path("books/check/", desk.check, name="check_books"),
    path("statements/", statements.statements, name="statements"),
    path("statements/upload/", statements.upload, name="upload"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("lines/", lines.lines, name="lines"),
    path("lines/<int:pk>/refund/", lines.refund, name="refund_line"),
    path("lines/<int:pk>/return/", lines.returned, name="return_line"),
    path("lines/<int:pk>/clear/", lines.clear, name="clear_line"),
    path("lines/<int:pk>/reopen/", lines.reopen, name="reopen_line"),
    path("moving-in/", moving.tables, name="moving"),
    path("moving-in/<int:pk>/", moving.table, name="moving_table"),
    path("moving-in/<int:pk>/columns/", moving.columns, name="moving_columns"),
    path("moving-in/<int:pk>/start/", moving.start, name="start_moving"),
    path("moving-in/<int:pk>/stop/", moving.stop, name="stop_moving"),
    path("moving-in/<int:pk>/faulty/", moving.faulty, name="faulty_rows"),
    path("payouts/", payouts.due, name="due"),
    path("payouts/form/", payouts.form, name="form_batch"),
    path("payouts/all/", payouts.payouts, name="payouts"),
    path("payouts/<int:pk>/", payouts.payout, name="payout"),
    path("payouts/<int:pk>/fail/", payouts.fail, name="fail_payout"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/approve/", batches.approve, name="approve_batch"),
    path("batches/<int:pk>/cancel/", batches.cancel, name="cancel_batch"),
    path("batches/<int:pk>/orders/", batches.orders, name="batch_orders"),
    path("rewards/held/", rewards.held, name="held"),
    path("rewards/<int:pk>/release/", rewards.release, name="release_reward"),
    path("rewards/<int:pk>/hold/", rewards.hold, name="hold_reward"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.event, name="inbox_event"),
    path("inbox/<int:pk>/raw/", inbox.raw, name="inbox_raw"),
    path("inbox/<int:pk>/retry/", inbox.retry, name="retry_event"),
]
