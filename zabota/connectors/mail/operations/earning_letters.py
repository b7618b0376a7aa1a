"""What is said of money that came: rewards earned, invoices paid; and the letter of once a day."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link, sum_of, sums_of
from zabota.domain.invoices.models import Invoice, Schedule
from zabota.domain.invoices.queries import trouble_of
from zabota.domain.notices.models import Notice
from zabota.domain.people.models import Role
from zabota.domain.rewards.models import Reward
from zabota.kit.events.models import Event

REWARDS = "/cabinet/rewards/"


def rewards_gathered(event: Event) -> list[Message]:
    """To the partner: how much, from whom, or from how many payments."""
    rows = Reward.objects.filter(pk__in=event.payload["reward_ids"], cancelled_at=None)
    rewards = list(rows.select_related("payment__client").order_by("pk"))
    if not rewards:
        return []
    totals: Counter[str] = Counter()
    for reward in rewards:
        totals[reward.currency] += reward.amount_minor
    only = rewards[0] if len(rewards) == 1 else None
    path = f"{REWARDS}{only.pk}/" if only else REWARDS

    def compose() -> tuple[str, str]:
        amount = sums_of(totals)
        if only is not None:
            client = only.payment.client.name if only.payment.client else ""
            subject = _("%(amount)s earned: %(client)s has paid") % {
                "amount": amount,
                "client": client,
            }
        else:
            words = ngettext(
                "%(amount)s earned from %(n)s payment",
                "%(amount)s earned from %(n)s payments",
                len(rewards),
            )
            subject = words % {"amount": amount, "n": len(rewards)}
        return subject, _("How it was counted and when it is paid out: %(link)s") % {
            "link": link(path)
        }

    return [Message(compose, partner_id=event.payload["partner_id"], path=path)]


def invoices_paid(event: Event) -> list[Message]:
    """To the partner who issued them: which are paid."""
    rows = Invoice.objects.filter(pk__in=event.payload["invoice_ids"]).select_related("client")
    invoices = list(rows.order_by("pk"))
    if not invoices:
        return []
    one = invoices[0]
    path = f"/cabinet/invoices/{one.pk}/" if len(invoices) == 1 else "/cabinet/invoices/"

    def compose() -> tuple[str, str]:
        if len(invoices) == 1:
            subject = _("%(client)s has paid the invoice %(number)s") % {
                "client": one.client.name,
                "number": one.number,
            }
        else:
            subject = _("Invoices paid: %(numbers)s") % {
                "numbers": ", ".join(invoice.number for invoice in invoices)
            }
        return subject, link(path)

    return [Message(compose, partner_id=event.payload["partner_id"], path=path)]


def invoice_not_repeated(event: Event) -> list[Message]:
    """To whose monthly invoice could not be issued: why, and where to put it right."""
    schedule = Schedule.objects.select_related("client").get(pk=event.payload["schedule_id"])
    if not schedule.trouble:
        return []
    ours = event.payload["partner_id"] is None
    path = "/office/invoices/repeated/" if ours else "/cabinet/invoices/repeated/"

    def compose() -> tuple[str, str]:
        words = {"client": schedule.client.name, "why": trouble_of(schedule), "link": link(path)}
        return (
            _("The monthly invoice to %(client)s is not issued") % words,
            _(
                "Today's invoice to %(client)s could not be issued: %(why)s\n"
                "We try again every morning. Put it right or stop repeating it here: %(link)s"
            )
            % words,
        )

    if ours:
        return [Message(compose, roles=(Role.MANAGER, Role.OWNER), path=path)]
    return [Message(compose, partner_id=event.payload["partner_id"], path=path)]


def digest_gathered(event: Event) -> list[Message]:
    """To one person: all that waited for his hour, each with its page."""
    notices = list(Notice.objects.filter(pk__in=event.payload["notice_ids"]).order_by("at", "pk"))

    def compose() -> tuple[str, str]:
        side = notices[0].path.split("/")[1] if notices else "cabinet"
        subject = ngettext("News of the day: %(n)s", "News of the day: %(n)s", len(notices))
        lines = "\n\n".join(f"• {one.sentence}\n  {link(one.path)}" for one in notices)
        way = _("What comes at once and what once a day, you choose here: %(link)s")
        choices = {"link": link(f"/{side}/notices/choices/")}
        return subject % {"n": len(notices)}, f"{lines}\n\n{way % choices}"

    return [Message(compose, person_id=event.payload["person_id"])] if notices else []


def notice_undelivered(event: Event) -> list[Message]:
    """To one person: what he wanted by another way and did not get there."""
    notice = Notice.objects.filter(pk=event.payload["notice_id"]).first()
    if notice is None:
        return []

    def compose() -> tuple[str, str]:
        side = notice.path.split("/")[1]
        why = _("It could not be told in Telegram. Your ways of notices: %(link)s")
        choices = {"link": link(f"/{side}/notices/choices/")}
        return notice.sentence, f"{notice.sentence}\n{link(notice.path)}\n\n{why % choices}"

    return [Message(compose, person_id=notice.person_id)]


def reward_held(event: Event) -> list[Message]:
    """To the partner: one reward waits for a person, and why; those of a payout are told together."""
    if event.payload.get("together"):
        return []
    reward = Reward.objects.select_related("payment__client").get(pk=event.payload["reward_id"])

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(reward.amount_minor, reward.currency),
            "client": reward.payment.client.name if reward.payment.client else "",
            "reason": event.payload["reason"],
        }
        return (
            _("A reward of %(amount)s waits") % words,
            _("The reward of %(amount)s for a payment of %(client)s waits for a check: %(reason)s")
            % words,
        )

    return [Message(compose, partner_id=reward.partner_id, path=f"/cabinet/rewards/{reward.pk}/")]
