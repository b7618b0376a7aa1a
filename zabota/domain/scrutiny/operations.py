"""Verbs about checks: examining rewards, clearing a finding, setting a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.scrutiny.events import FindingCleared, FindingMade, RuleChanged
from zabota.domain.scrutiny.models import Examined, Finding, Suspect, WatchRule
from zabota.domain.scrutiny.queries import get_settings
from zabota.domain.scrutiny.queries.signs import Sign, list_signs
from zabota.domain.scrutiny.rules import PAYER_RULES, Setting
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all


@transaction.atomic
def examine_rewards(reward_ids: Sequence[int], *, paid: set[int], at: datetime) -> list[int]:
    """Let every rule look at these rewards; those in `paid` are told, never held. Ids held.

    What was found for the same thing and cleared is not found again. Twice is once.
    """
    if not reward_ids:
        return []
    settings = get_settings()
    signs = list_signs(reward_ids, settings=settings, at=at)
    if not signs:
        return []
    by_key: dict[str, Sign] = {sign.key: sign for sign in reversed(signs)}
    Finding.objects.bulk_create(
        [
            Finding(
                rule=sign.rule,
                key=key,
                partner_id=sign.partner_id,
                evidence=sign.evidence,
                holds=settings[sign.rule].holds,
                found_at=at,
            )
            for key, sign in sorted(by_key.items())
        ],
        ignore_conflicts=True,
    )
    findings = {
        finding.key: finding for finding in Finding.objects.filter(key__in=by_key, cleared_at=None)
    }
    new = _suspect([sign for sign in signs if sign.key in findings], findings)
    _stand_by(settings, [findings[key] for key, _ in new])
    held = _hold(
        [
            (findings[key], r)
            for key, r in new
            if settings[findings[key].rule].holds and r not in paid
        ]
    )
    _announce(new, findings, settings, at=at)
    return held


def _stand_by(settings: Mapping[str, Setting], findings: Sequence[Finding]) -> None:
    """An open finding of a rule that has been set to hold since then holds what comes now."""
    behind = {one.pk for one in findings if settings[one.rule].holds and not one.holds}
    if behind:
        Finding.objects.filter(pk__in=behind).update(holds=True)


def _suspect(signs: Sequence[Sign], findings: dict[str, Finding]) -> list[tuple[str, int]]:
    """Write which rewards the findings concern; (key, reward id) of those that are new."""
    wanted = {(findings[sign.key].pk, sign.reward_id): sign.key for sign in signs}
    known = set(
        Suspect.objects.filter(finding__in=[f.pk for f in findings.values()]).values_list(
            "finding_id", "reward_id"
        )
    )
    new = sorted(set(wanted) - known)
    Suspect.objects.bulk_create(
        [Suspect(finding_id=finding, reward_id=reward) for finding, reward in new],
        ignore_conflicts=True,
    )
    return [(wanted[pair], pair[1]) for pair in new]


def _hold(wanted: Sequence[tuple[Finding, int]]) -> list[int]:
    """Hold what nobody holds yet; who let a reward go has seen who paid, and is not asked again."""
    payer = {reward for finding, reward in wanted if finding.rule in PAYER_RULES}
    other = {reward for finding, reward in wanted if finding.rule not in PAYER_RULES}
    free = Reward.objects.filter(
        Q(pk__in=other) | Q(pk__in=payer, released_by=""), hold=Hold.NONE, cancelled_at=None
    )
    ids = sorted(free.values_list("pk", flat=True))
    Reward.objects.filter(pk__in=ids).update(hold=Hold.CHECK)
    return ids


def _announce(
    new: Sequence[tuple[str, int]],
    findings: dict[str, Finding],
    settings: Mapping[str, Setting],
    *,
    at: datetime,
) -> None:
    rewards: dict[str, list[int]] = defaultdict(list)
    for key, reward in new:
        rewards[key].append(reward)
    publish_all(
        [
            FindingMade(
                at=at,
                finding_id=findings[key].pk,
                partner_id=findings[key].partner_id,
                rule=findings[key].rule,
                holds=settings[findings[key].rule].holds,
                reward_ids=tuple(ids),
            )
            for key, ids in rewards.items()
        ]
    )


def note_examined(reward_ids: Sequence[int], *, at: datetime) -> None:
    """All rewards up to the last of these were examined; the caller holds the books alone."""
    newest = {"upto": max(reward_ids)} if reward_ids else {}
    Examined.objects.update_or_create(pk=1, defaults={"at": at, **newest})


@transaction.atomic
def clear_finding(finding: Finding, *, reason: str, at: datetime, by: str) -> int:
    """Say that it is all right: what only this finding holds may be paid. How many rewards."""
    open_ = Finding.objects.filter(pk=finding.pk, cleared_at=None)
    if not open_.update(cleared_at=at, cleared_by=by, cleared_why=reason[:200]):
        raise Refusal("Somebody has cleared this already.", code="cleared")
    finding.refresh_from_db()
    concerned = list(finding.suspects.values_list("reward_id", flat=True))
    others = Suspect.objects.filter(
        reward__in=concerned, finding__cleared_at=None, finding__holds=True
    )
    # What the road itself held for a payer waits for the finding about that payer.
    about_payer = Suspect.objects.filter(
        reward=OuterRef("pk"), finding__rule=OuterRef("hold"), finding__cleared_at__isnull=False
    )
    freed = Reward.objects.filter(
        Q(hold=Hold.CHECK) | Q(Exists(about_payer)), pk__in=concerned
    ).exclude(pk__in=others.values("reward_id"))
    ids = sorted(freed.values_list("pk", flat=True))
    Reward.objects.filter(pk__in=ids).update(hold=Hold.NONE, hold_note=reason[:200], released_by=by)
    publish(
        FindingCleared(
            at=at,
            by=by,
            finding_id=finding.pk,
            partner_id=finding.partner_id,
            rule=finding.rule,
            reason=reason,
            reward_ids=tuple(ids),
        )
    )
    return len(ids)


@transaction.atomic
def set_rule(
    name: str,
    *,
    enabled: bool,
    holds: bool,
    threshold: int,
    window_days: int,
    at: datetime,
    by: str,
    minimum: int = 0,
    minimum_abroad: int = 0,
) -> None:
    """Set a rule; it counts for what is examined from now on."""
    chosen: dict[str, Any] = {
        "enabled": enabled,
        "holds": holds,
        "threshold": threshold,
        "window_days": window_days,
        "minimum": minimum,
        "minimum_abroad": minimum_abroad,
    }
    WatchRule.objects.update_or_create(
        name=name, defaults={**chosen, "changed_at": at, "changed_by": by}
    )
    publish(RuleChanged(at=at, by=by, rule=name, **chosen))
