"""The books: accounts, append-only transfers, and the cached balance of each partner account."""

from __future__ import annotations

from django.db import models


class Account(models.Model):
    """A place where money stands, by its code ("partner:17:owed"). The ledger knows nobody.

    Accounts of the vendor take part in every transfer; their balances are not cached (`cached`
    false), so that no row is hot: they are summed when somebody asks.
    """

    code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    cached = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "currency"], name="ledger_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.currency}"


class Balance(models.Model):
    """Debits minus credits of one account, kept in the statement that writes its transfers."""

    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, primary_key=True, related_name="balance"
    )
    amount_minor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.account}: {self.amount_minor}"


class Transfer(models.Model):
    """Money moved from the credited to the debited account, for one cause, for ever.

    Balanced by construction; a trigger refuses UPDATE, DELETE and TRUNCATE. Foreign keys are not
    checked row by row (the insert joins the accounts it names; `make books` proves the rest).
    """

    debit_account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="debits"
    )
    credit_account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="credits"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="ledger_amount"),
            models.CheckConstraint(
                condition=~models.Q(debit_account=models.F("credit_account")),
                name="ledger_two_sides",
            ),
        ]

    def __str__(self) -> str:
        return self.cause
